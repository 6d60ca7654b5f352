# serve · test · build · check are what a newcomer needs; the rest refreshes what is kept in the repository.
PYTHON ?= python3
SITE := .venv/site.stamp
DEV  := .venv/dev.stamp
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# in the order in which they need each other's weights
TRAINED := digits gan diffusion loop pipeline_lab tokenizer_lab recurrent transformer sampling_lab attention_lab counting_lab preference adaptation latent_space_lab denoising_lab gan_lab
export NO_MKDOCS_2_WARNING := 1
export PYTHONPATH := scripts

.PHONY: serve test build check check-site mutations reviewed models store sample permalinks cards vendored shots bench bench-search bench-weight bench-labs lock clean
.DEFAULT_GOAL := serve

serve: $(SITE)        ## the site at http://127.0.0.1:8000, rebuilt as you write
	mkdocs serve --dev-addr 127.0.0.1:8000
build: $(SITE)        ## the site in site/
	mkdocs build
check: $(SITE)        ## what is wrong with docs/ and data/; one kind with ONLY=parity
	python scripts/check.py $(if $(ONLY),--only $(ONLY))
check-site: $(DEV)    ## what is wrong with the site as it is built, in a real browser
	python scripts/check_site.py
test: $(DEV) check    ## everything: content, code, and the built site in a real browser
	ruff check scripts models tests
	python -m atlas.browser
	python scripts/check_site.py
	python tests/mutations/run.py --seeds 1
	pytest
mutations: $(DEV)     ## plant faults in the real content and site; how many does the named check catch?
	python tests/mutations/run.py
models: $(DEV)        ## train the small models anew, then the numbers and figures that pages show
	for model in $(TRAINED:%=models/train_%.py) models/*_numbers.py models/*_figures.py; do \
	  echo $$model; OPENBLAS_NUM_THREADS=1 python $$model || exit 1; done
store: $(DEV)         ## diagrams, formulas and references that pages ask for
	python scripts/export.py store
reviewed: $(SITE)     ## record that BY="name" compared both languages of PAGE=name today
	python scripts/export.py reviewed $(PAGE) --by "$(BY)"
sample: $(SITE)       ## claims drawn by SEED=1, COUNT=30 of each language from SECTIONS="history …", to be checked against their sources
	python scripts/export.py sample $(SECTIONS) --seed $(or $(SEED),1) --count $(or $(COUNT),30)
permalinks: $(SITE)   ## new addresses into the register
	python scripts/export.py permalinks
cards: $(DEV)         ## the pictures that shared links show
	python scripts/export.py cards
vendored: $(DEV)      ## the library of the search, from npm
	python scripts/export.py vendored
shots: $(DEV) build   ## one page of every kind in both languages, palettes and widths, as pictures in shots/
	python scripts/export.py shots
bench: $(DEV)         ## weight of pages and time of a build, as figures
	python tests/bench.py
bench-search: $(DEV)  ## how well the search finds, beside two others
	python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/search/requirements.txt
	python tests/bench_search.py
bench-weight: $(DEV)  ## weight and speed on a slow telephone beside stock Material and bare HTML; LIGHTHOUSE=1 for its scores, RUNS=3
	python tests/bench_weight.py --runs $(or $(RUNS),3) $(if $(LIGHTHOUSE),--lighthouse)
bench-labs: $(DEV)    ## weight of the labs, how long they train, and whether the page stays usable
	python tests/bench_labs.py --runs $(or $(RUNS),3)
lock: $(DEV)          ## exact versions with hashes
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.txt requirements.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements-dev.txt requirements-dev.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o tests/search/requirements.txt tests/search/requirements.in
clean:                ## everything that can be made again
	rm -rf .venv .cache site

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
$(SITE): requirements.txt | .venv/bin/python
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
$(DEV): requirements-dev.txt $(SITE)
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
