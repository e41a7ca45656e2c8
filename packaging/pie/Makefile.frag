# Made once: `make install` may be run by another user, who has a different cargo or none. `make clean` removes it.
$(phplibdir)/aesock.so:
	PHP="$(PHP_EXECUTABLE)" PHP_CONFIG="$(PHP_CONFIG)" $(CARGO) build --release --locked \
	    --manifest-path "$(top_srcdir)/../../Cargo.toml" --target-dir "$${CARGO_TARGET_DIR:-$(top_builddir)/target}"
	mkdir -p $(phplibdir)
	cp "$${CARGO_TARGET_DIR:-$(top_builddir)/target}/release/libaesock.so" $@
