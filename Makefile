# Every target installs the Debian packages it needs and the machine lacks (scripts/install-packages).

# Another PHP is chosen by PHP_CONFIG, and by PHP where its binary is not the one that php-config names.
PHP_CONFIG ?= php-config
PHP ?= $(shell $(PHP_CONFIG) --php-binary)
# A PHP that scripts/php-variant makes: 8.4, zts or debug. What is built for it is kept apart.
PHP_VARIANT ?=
# What `make phpt` runs; `make valgrind` has a choice of its own, which the command line changes likewise.
TESTS ?= php-tests
# How many phpt run at a time.
JOBS ?= 2
# The part of PHP's own tests that `make conformance` runs, such as ext/openssl; empty is all.
ONLY ?=
# Options for criterion.
BENCH ?=
# What `make soak` asks, and whom.
PAGES ?= 100000
SERVERS ?= fpm apache development
DESTDIR ?=

ifneq ($(origin PHP_CONFIG)$(origin PHP),filefile)
export PHP PHP_CONFIG
endif
export PATH := $(PATH):$(HOME)/.cargo/bin

ifneq ($(PHP_VARIANT),)
export PHP_VARIANT
override PHP_CONFIG := $(CURDIR)/.cache/php/$(PHP_VARIANT)/bin/php-config
override PHP := $(CURDIR)/.cache/php/$(PHP_VARIANT)/bin/php
export PHP PHP_CONFIG
export CARGO_TARGET_DIR := $(CURDIR)/target/php-$(PHP_VARIANT)
endif

CARGO_DENY = 0.20.2
LOCKED = $(if $(CI),--locked)
export MODULE = modules/$(if $(PHP_VARIANT),$(PHP_VARIANT)/)aesock.so
TARGET_DIR = $(or $(CARGO_TARGET_DIR),target)
INSTALL_PACKAGES = scripts/install-packages

# Debian's packages fit Debian's PHP only; of another PHP nothing can be installed.
DEBIAN_PHP = $(filter php-config,$(PHP_CONFIG))
PHP_VERSION = $(shell $(PHP_CONFIG) --version | cut -d. -f1-2)
EXTENSION_DIR = $(shell $(PHP_CONFIG) --extension-dir)
RUN_PHPT = PHP="$(PHP)" PHP_CONFIG="$(PHP_CONFIG)" JOBS="$(JOBS)" scripts/run-phpt

.PHONY: all build demo test lint core phpt valgrind soak conformance audit bench install clean
.PHONY: rust compiler php lab test-php

all: build

## Targets

# The release build: modules/aesock.so.
build: rust compiler php
	cargo build --release $(LOCKED)
	install -D $(TARGET_DIR)/release/libaesock.so $(MODULE)

# A tour of what is allowed and denied, by real calls in the lab. Its exit status is the tour's.
demo: build lab
	lab/run "$(PHP)" -n -d extension="$(CURDIR)/$(MODULE)" -d aesock.log= lab/tour.php

# Everything that must pass.
test: lint core phpt

# Formatting, clippy and rustdoc with and without the PHP boundary, and the dependencies.
lint: rust compiler php
	@cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 || rustup component add rustfmt clippy
	@cargo deny --version >/dev/null 2>&1 || cargo install --locked cargo-deny@$(CARGO_DENY)
	cargo fmt --check
	cargo clippy $(LOCKED) --all-targets -- -D warnings
	cargo clippy $(LOCKED) --all-targets --no-default-features -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc $(LOCKED) --no-deps --document-private-items
	RUSTDOCFLAGS="-D warnings" cargo doc $(LOCKED) --no-deps --no-default-features
	cargo deny check bans licenses sources

# The tests of the core, which need no PHP.
core: rust compiler
	cargo test $(LOCKED) --no-default-features

# The tests in PHP, or a part of them: make phpt TESTS=php-tests/tls
phpt: build lab test-php
	$(RUN_PHPT) $(TESTS)

# Streams under valgrind, which takes about two seconds a test: make valgrind TESTS=php-tests/tls
valgrind: TESTS = php-tests/persistent php-tests/streams php-tests/tls
valgrind: build lab test-php
	@$(INSTALL_PACKAGES) valgrind=valgrind
	$(RUN_PHPT) -m $(TESTS)

# A hundred thousand pages by one worker of each server, about three minutes: make soak PAGES=10000 SERVERS=fpm
soak: build lab test-php
	lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" TEST_PHP_EXECUTABLE="$(PHP)" "$(PHP)" -n scripts/soak $(PAGES) $(SERVERS)

# PHP's own network tests with and without aesock, which takes about four minutes: make conformance ONLY=ext/openssl
conformance: build
	@$(INSTALL_PACKAGES) dpkg-source=dpkg-dev unshare=util-linux ip=iproute2 $(if $(PHP_VARIANT),, \
	    php8.2=php8.2-cli php-cgi8.2=php8.2-cgi php-fpm8.2=php8.2-fpm=php8.2-fpm \
	    $(foreach extension,curl imap ldap soap xml,$(EXTENSION_DIR)/$(extension).so=php8.2-$(extension)) \
	    $(EXTENSION_DIR)/mysqli.so=php8.2-mysql)
	JOBS="$(JOBS)" scripts/conformance $(ONLY)

# The dependencies against the RustSec advisories, fetched from GitHub. Not a part of `test`, as it fails without a change here.
audit: rust compiler
	@cargo deny --version >/dev/null 2>&1 || cargo install --locked cargo-deny@$(CARGO_DENY)
	cargo deny check advisories

# The benchmarks: of decisions (make bench BENCH="--quick decision"), and of ext/sockets beside stock PHP.
bench: build
	@$(INSTALL_PACKAGES) taskset=util-linux strace=strace valgrind=valgrind
	cargo bench $(LOCKED) --no-default-features --bench decision -- $(BENCH)
	PHP="$(PHP)" AESOCK_MODULE="$(CURDIR)/$(MODULE)" cargo bench $(LOCKED) --no-default-features --bench sockets

# Installs what was built, so that root needs no Rust. With Debian's PHP the extension is enabled too; settings are kept.
install: php
	@test -e $(MODULE) || $(MAKE) build
	install -D $(MODULE) "$(DESTDIR)$(EXTENSION_DIR)/aesock.so"
	PHP_CONFIG="$(PHP_CONFIG)" DESTDIR="$(DESTDIR)" scripts/install-ini

clean:
	rm -rf modules
	cargo clean

## What they need

rust:
	@command -v cargo >/dev/null || { echo "make: cargo is missing; https://rustup.rs installs Rust" >&2; exit 1; }

# libclang reads PHP's headers.
compiler:
	@$(INSTALL_PACKAGES) gcc=gcc /usr/include/stdlib.h=libc6-dev

php:
	@$(if $(PHP_VARIANT),scripts/php-variant $(PHP_VARIANT))
	@$(INSTALL_PACKAGES) '/usr/lib/llvm-*/lib/libclang.so=libclang-dev' $(PHP_CONFIG)=$(if $(DEBIAN_PHP),php-dev)

lab:
	@lab/install

# What phpt files load or start. They are skipped where a PHP of one's own lacks it.
test-php: php
	@$(INSTALL_PACKAGES) strace=strace mariadbd=mariadb-server-core
	@$(if $(DEBIAN_PHP),$(INSTALL_PACKAGES) \
	    php-cgi$(PHP_VERSION)=php$(PHP_VERSION)-cgi \
	    php-fpm$(PHP_VERSION)=php$(PHP_VERSION)-fpm=php$(PHP_VERSION)-fpm \
	    apache2=apache2=apache2 \
	    /usr/lib/apache2/modules/libphp$(PHP_VERSION).so=libapache2-mod-php$(PHP_VERSION)=apache2 \
	    $(EXTENSION_DIR)/curl.so=php$(PHP_VERSION)-curl \
	    $(EXTENSION_DIR)/mysqlnd.so=php$(PHP_VERSION)-mysql \
	    $(EXTENSION_DIR)/redis.so=php$(PHP_VERSION)-redis \
	    $(EXTENSION_DIR)/soap.so=php$(PHP_VERSION)-soap \
	    $(EXTENSION_DIR)/xml.so=php$(PHP_VERSION)-xml)
	@$(if $(DEBIAN_PHP),$(if $(filter 8.2,$(PHP_VERSION)),scripts/install-extensions))
