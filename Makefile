# `make test` is the whole suite; it names what it needs and cannot install.

.PHONY: test lint bench demo
CARGO ?= cargo

test: tools lint
	$(CARGO) test --locked

lint: tools
	$(CARGO) clippy --locked -- -D warnings

bench: tools
	$(CARGO) bench --locked

demo: tools
	$(CARGO) run --release --locked -- demo

.PHONY: tools
tools:
	@command -v $(CARGO) >/dev/null || { echo "cargo is missing: install Rust 1.90 or newer (rustup.rs or your distribution)"; exit 1; }
	@command -v cc >/dev/null || { echo "installing a C compiler for zstd"; apt-get update -qq && apt-get install -y -qq gcc libc6-dev; }
