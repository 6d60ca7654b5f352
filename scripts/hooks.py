"""MkDocs knocks here: the Book is loaded and checked before a build, and given to Markdown and templates."""

import logging
import os
import sys
from calendar import timegm
from pathlib import Path
from time import strptime

sys.path.insert(0, str(Path(__file__).parent))

from atlas import checks, exports
from atlas.load import load
from atlas.markdown import AtlasExtension
from atlas.nouns import LANGUAGES
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.hooks.atlas")
atlas: AtlasExtension | None = None


def on_config(config):
    """Once a build: load and check. For each language: nothing to do, the page at hand tells its language."""
    global atlas
    if config.plugins["i18n"].building:
        return config
    book = load(Path(config.config_file_path).parent)
    problems = [problem for _, problem in checks.run(book)]
    if errors := [str(problem) for problem in problems if problem.level == "error"]:
        raise Abort("\n".join([*errors, f"{len(errors)} problems; nothing was built."]))
    for problem in problems:
        log.warning(str(problem))
    if not config.site_url:
        raise Abort("mkdocs.yml: SITE_URL is empty; give the address where the site will stand, or unset it")
    config.site_url = config.site_url.rstrip("/") + "/"
    os.environ["SOURCE_DATE_EPOCH"] = str(timegm(strptime(book.newest, "%Y-%m-%d")))
    config.markdown_extensions[:] = [e for e in config.markdown_extensions if not isinstance(e, AtlasExtension)]
    atlas = AtlasExtension(book)
    config.markdown_extensions.append(atlas)
    return config


def on_env(env, config, files):
    """Templates read the Book by name; lines that hold only a tag of theirs leave nothing in a page."""
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(atlas.templates.env.globals)
    env.filters.update(atlas.templates.filters)


def on_nav(nav, config, files):
    """Sections of the navigation and the home page are named in the data, in the language being built."""
    lang = config.plugins["i18n"].current_language
    items = list(nav.items) if lang in LANGUAGES else []
    for item in items:
        if item.is_section:
            item.title = atlas.book.text(f"nav.{item.title}", lang)
            items += [child for child in item.children if child.is_section]
        elif item in nav.items:
            item.title = atlas.book.text("home", lang)


def on_page_markdown(markdown, page, config, files):
    """Say which page Markdown is about to render, and give its permalinks a title in its language."""
    atlas.set_page(leaf(page))
    if atlas.page:
        config.mdx_configs["toc"]["permalink_title"] = atlas.book.text("permalink", atlas.page.lang)
    page.meta.pop("status", None)  # Material would draw a mark for it in the navigation


def on_page_context(context, page, config, nav):
    """Templates see the page of the Book as `leaf`, words in its language as `t`, addresses by `home` and `to`."""
    if here := leaf(page):
        context |= atlas.templates.context(here)
    return context | {"leaf": here}


def leaf(page):
    """The Book's page behind a page of MkDocs; None for the neutral root."""
    name, _, lang = page.file.src_uri.removesuffix(".md").rpartition(".")
    return atlas.book.pages.get((name, lang))


@event_priority(-200)
def on_post_build(config):
    """After both languages are built: what needs both of them."""
    if not config.plugins["i18n"].building:
        exports.write(atlas.book, Path(config.site_dir), config.site_url)
