"""The hook of the stock site: how does Material show articles that are HTML already?"""

from lxml.html import fromstring
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.structure.toc import get_toc

articles: dict[str, str] = {}


def on_page_markdown(markdown, page, config, files):
    """Nothing is left for Markdown to do."""
    articles[page.file.src_uri] = markdown
    return ""


def on_page_content(html, page, config, files):
    """The article as it was written, and its headings for the table of contents, as deep as Material shows them."""
    article = articles.pop(page.file.src_uri)
    for link in (tree := fromstring(f"<div>{article}</div>")).xpath("//a[@class='headerlink']"):
        link.drop_tree()
    headings = tree.xpath("//*[self::h1 or self::h2 or self::h3][@id]")
    page.toc = get_toc(
        nest_toc_tokens(
            [{"level": int(one.tag[1]), "id": one.get("id"), "name": one.text_content().strip()} for one in headings]
        )
    )
    return article
