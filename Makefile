# The one front door. Every target is a line over a script.
.DEFAULT_GOAL := help
.PHONY: help demo demo-clean test bench docs release

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

demo: ## a real LXD of its own, and a fleet on it
	@tools/demo up

demo-clean: ## take everything of the demo away again
	@tools/demo clean

test: ## everything that proves the collection (STAGES="static units-newest" for some)
	@tools/test $(STAGES)

bench: ## side by side with the peers
	@benchmarks/run

docs: ## the documentation site, from the docstrings
	@tools/docs

release: ## the tarball in dist/, checked as Galaxy checks it
	@tools/release
