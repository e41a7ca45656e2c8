# Every target installs the Debian packages it needs and the machine lacks (scripts/install-packages).

# Another PHP is chosen by PHP_CONFIG, and by PHP where its binary is not the one that php-config names.
PHP_CONFIG ?= php-config
PHP ?= $(shell $(PHP_CONFIG) --php-binary)
# A PHP that scripts/php-variant makes: 8.2, 8.4, 8.5, 8.6, zts, docker, debug, asan or musl. What is built for it is kept apart.
PHP_VARIANT ?=
# The PHPs of `make versions`, and what it runs in them: `phpt`, `conformance` or `none`; empty is both.
PARTS ?=
VERSIONS ?= 8.2 8.4 8.5 8.6 zts docker
# What `make phpt` runs; `make valgrind` has a choice of its own, which the command line changes likewise.
TESTS ?= php-tests
# How many phpt run at a time.
JOBS ?= 2
# What `aesock.native` is while `make phpt` runs, where a test does not say: `all`; empty is the default.
NATIVE ?=
# The part of PHP's own tests that `make conformance` runs, such as ext/openssl, or of the cases of `make bench`, such as pingpong;
# empty is all.
ONLY ?=
# Anything: `make bench` takes fewer and shorter turns.
QUICK ?=
# How many MiB a bulk transfer of `make bench` moves.
BULK ?= 1024
# A revision that `make bench` compares this one with, such as main or HEAD~3.
BASE ?=
# Anything: `make bench` keeps what the last run of the same builds and cases measured, and goes on where it ended.
RESUME ?=
# `make counts COUNTS=keep` keeps the counts that are now.
COUNTS ?= check
# Options for criterion.
BENCH ?= --warm-up-time 1 --measurement-time $(if $(QUICK),1,2)
# What `make soak` asks, and whom.
PAGES ?= 100000
SERVERS ?= fpm apache development
# How often `make steady` runs the tests.
RUNS ?= 5
# How many turns `make native-costs` takes.
TURNS ?= 7
# How many conversations `make accuracy` has.
CONVERSATIONS ?= 1000
# How many cases `make faults` and `make reentry` draw, of all without it, and the seed that draws them. `ONLY` names the first words of
# cases, as they print them.
SAMPLE ?=
SEED ?=
# The documents that `make docs` checks.
DOCS ?= $(wildcard *.md docs/*.md)
# How long `make fuzz` runs each target, and which ones; empty is all.
SECONDS = 60
FUZZ ?=
# The PHP, and so the Debian, that `make deb` makes a package for: 8.2 (Debian 12) or 8.4 (Debian 13).
DEB ?= 8.2
# The PHP, and so the Debian, of `make image`: 8.4 (Debian 13) or 8.2 (Debian 12).
IMAGE_PHP ?= 8.4
# What `make cross` compiles and tests: the extension for aarch64 or musl.
CROSS ?= aarch64
# Where `make install` puts the companion program, its manual pages and its completions.
PREFIX ?= /usr/local
# Where `make update-google-ranges` finds goog.json and cloud.json; empty is Google.
FROM ?=
DESTDIR ?=

# ext-php-rs wants paths, and of what is not named here finds its own.
ifneq ($(origin PHP_CONFIG),file)
override PHP_CONFIG := $(or $(shell command -v $(PHP_CONFIG)),$(PHP_CONFIG))
export PHP PHP_CONFIG
else ifneq ($(origin PHP),file)
export PHP
endif
# Once, however deep: another PATH has the bindings to PHP made anew.
export PATH := $(if $(findstring :$(HOME)/.cargo/bin:,:$(PATH):),$(PATH),$(PATH):$(HOME)/.cargo/bin)

ifneq ($(PHP_VARIANT),)
export PHP_VARIANT
override PHP_CONFIG := $(CURDIR)/.cache/php/$(PHP_VARIANT)/bin/php-config
override PHP := $(CURDIR)/.cache/php/$(PHP_VARIANT)/bin/php
export PHP PHP_CONFIG
export CARGO_TARGET_DIR := $(CURDIR)/target/php-$(PHP_VARIANT)
endif

ifeq ($(PHP_VARIANT),asan)
# A sanitizer is an option of nightly compilers. Named as a target of its own, so that build scripts go without.
export RUSTC_BOOTSTRAP := 1
export RUSTFLAGS := -Zsanitizer=address
export CARGO_BUILD_TARGET := $(shell rustc -vV | sed -n 's/^host: //p')
export CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS := true
export CARGO_PROFILE_RELEASE_STRIP := none
export CARGO_PROFILE_RELEASE_DEBUG := line-tables-only
PHPT_OPTIONS = --asan
endif

CARGO_DENY = 0.20.2
# Its check takes two seconds unoptimised, and compiling it optimised takes minutes on each new machine.
NEED_CARGO_DENY = @cargo deny --version >/dev/null 2>&1 || cargo install --locked --debug cargo-deny@$(CARGO_DENY)
CARGO_FUZZ = 0.13.2
CARGO_MUTANTS = 27.1.0
# What `make mutants` changes: what decides, and what is counted by.
DECISIONS = src/core/address.rs src/core/address/ranges.rs src/core/lease.rs src/core/lease/*.rs src/core/policy.rs src/core/policy/*.rs \
    src/core/reason.rs src/core/settings.rs src/core/socket/options.rs src/core/target.rs src/core/target/*.rs src/core/usage/ledger.rs \
    src/core/usage/quota.rs
MDBOOK = 0.5.4
LOCKED = $(if $(CI),--locked)
export MODULE = modules/$(if $(PHP_VARIANT),$(PHP_VARIANT)/)aesock.so
# The companion program is one for every PHP.
export COMPANION = modules/aesock
COMPANION_TARGET_DIR = $(if $(PHP_VARIANT),target,$(or $(CARGO_TARGET_DIR),target))
TARGET_DIR = $(or $(CARGO_TARGET_DIR),target)$(if $(CARGO_BUILD_TARGET),/$(CARGO_BUILD_TARGET))
INSTALL_PACKAGES = scripts/install-packages

# Debian's packages fit Debian's PHP only; of another PHP nothing can be installed.
DEBIAN_PHP = $(filter php-config,$(PHP_CONFIG))
PHP_VERSION = $(shell $(PHP_CONFIG) --version | cut -d. -f1-2)
EXTENSION_DIR = $(shell $(PHP_CONFIG) --extension-dir)
# A sweep: a script that runs in a PHP without aesock, and starts workers with it.
SWEEP = lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" TEST_PHP_EXECUTABLE="$(PHP)" "$(PHP)" -n \
    $(if $(wildcard $(EXTENSION_DIR)/posix.so),-d extension=posix) scripts/$(1) "SEED=$(SEED)" "SAMPLE=$(SAMPLE)" "ONLY=$(ONLY)"
RUN_PHPT = PHP="$(PHP)" PHP_CONFIG="$(PHP_CONFIG)" JOBS="$(JOBS)" NATIVE="$(NATIVE)" scripts/run-phpt

.PHONY: all build companion demo test lint core phpt steady versions clients applications docs screenshots book valgrind asan soak accuracy faults reentry conformance covered audit bench counts profile fuzz fuzz-conversions prove models mutants miri tsan deb test-deb image test-image test-pie cross update-google-ranges install native-costs release test-release clean
.PHONY: rust compiler php lab bench-tools test-php

# The extension and its companion.
all: build companion

## Targets

# The release build: modules/aesock.so.
build: rust compiler php
	cargo build --release $(LOCKED)
	install -D $(TARGET_DIR)/release/libaesock.so $(MODULE)

# The release build of the companion program, which needs no PHP: modules/aesock.
companion: rust compiler
	env -u CARGO_BUILD_TARGET -u RUSTFLAGS cargo build --release $(LOCKED) --target-dir $(COMPANION_TARGET_DIR) \
	    --no-default-features --features companion --bin aesock
	install -D $(COMPANION_TARGET_DIR)/release/aesock $(COMPANION)

# A tour of what is allowed and denied, by real calls in the lab, and a round from audit to enforce. It fails where they do.
demo: build companion lab
	lab/run "$(PHP)" -n -d extension="$(CURDIR)/$(MODULE)" -d aesock.log= lab/tour.php
	@echo
	lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" AESOCK_COMPANION="$(CURDIR)/$(COMPANION)" "$(PHP)" -n lab/round.php

# Everything that must pass.
test: lint core companion phpt docs

# Formatting, clippy and rustdoc with and without the PHP boundary, and the dependencies.
lint: rust compiler php
	@cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 || rustup component add rustfmt clippy
	$(NEED_CARGO_DENY)
	cargo fmt --check
	cargo clippy $(LOCKED) --all-targets -- -D warnings
	cargo clippy $(LOCKED) --all-targets --no-default-features --features companion -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc $(LOCKED) --no-deps --document-private-items
	RUSTDOCFLAGS="-D warnings" cargo doc $(LOCKED) --no-deps --no-default-features
	cargo deny check bans licenses sources

# The tests of the core and of the companion program, which need no PHP.
core: rust compiler
	cargo test $(LOCKED) --no-default-features --features companion

# The tests in PHP, or a part of them: make phpt TESTS=php-tests/tls
phpt: build lab test-php
	$(RUN_PHPT) $(PHPT_OPTIONS) $(TESTS)

# The tests in PHP five times, in random order on busy processors, without a second attempt, about an hour: make steady RUNS=1
steady: build companion lab test-php
	PHP="$(PHP)" PHP_CONFIG="$(PHP_CONFIG)" JOBS="$(JOBS)" scripts/steady $(RUNS) $(TESTS)

# Builds and tests other PHPs, and writes what came of it into README's table: make versions VERSIONS="8.5 zts"
versions:
	PARTS="$(PARTS)" scripts/versions $(VERSIONS)

# Client libraries in stock PHP and under aesock, which takes about two minutes: make clients ONLY="guzzle predis" (docs/libraries.md)
clients: build lab test-php
	@$(if $(DEBIAN_PHP),scripts/from-debian bookworm-security unpack "$(CURDIR)/.cache/php-clients" -- $(PHP_LIBRARIES) $(PHP_CLIENTS))
	lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" TEST_PHP_EXECUTABLE="$(PHP)" "$(PHP)" -n \
	    $(if $(wildcard $(EXTENSION_DIR)/posix.so),-d extension=posix) scripts/clients $(ONLY)

# WordPress and Roundcube, installed in the lab alone, in stock PHP, audit and enforce, as root: make applications ONLY=wordpress (docs/libraries.md)
applications: build companion lab test-php
	@scripts/from-debian bookworm-security unpack "$(CURDIR)/.cache/php-applications" -- $(PHP_APPLICATIONS)
	lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" AESOCK_COMPANION="$(CURDIR)/$(COMPANION)" TEST_PHP_EXECUTABLE="$(PHP)" "$(PHP)" -n \
	    scripts/applications $(ONLY)

# The code blocks and links of the documents, or of some: make docs DOCS=docs/rules.md
docs: build companion lab test-php
	lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" AESOCK_COMPANION="$(CURDIR)/$(COMPANION)" TEST_PHP_EXECUTABLE="$(PHP)" "$(PHP)" -n scripts/check-docs $(DOCS)

# The pictures of the book anew, as root: docs/phpinfo.png, docs/top.png.
screenshots: build companion lab
	@$(INSTALL_PACKAGES) tmux=tmux php-cgi$(PHP_VERSION)=php$(PHP_VERSION)-cgi $(EXTENSION_DIR)/gd.so=php$(PHP_VERSION)-gd \
	    $(EXTENSION_DIR)/curl.so=php$(PHP_VERSION)-curl $(EXTENSION_DIR)/imagick.so=php$(PHP_VERSION)-imagick
	@scripts/from-debian bookworm-security unpack "$(CURDIR)/.cache/browser" chromium-headless-shell fonts-dejavu-core
	lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" AESOCK_COMPANION="$(CURDIR)/$(COMPANION)" PHP="$(PHP)" scripts/screenshots

# The documents as a book in target/book. A warning of mdBook is an error.
book: rust compiler php
	@mdbook --version 2>/dev/null | grep -qx 'mdbook v$(MDBOOK)' || \
	    cargo install --locked --no-default-features --features search mdbook@$(MDBOOK)
	PHP="$(PHP)" scripts/book

# Folders under valgrind, two seconds and more for each PHP that a test starts: make valgrind TESTS=php-tests/tls
# The default is what has passed. Left out for their time are tests that start PHP again and again (settings, lifecycle, corpus), or
# servers with many pages (sapi, bailouts); `make asan` runs them all.
valgrind: TESTS = $(addprefix php-tests/,ftp info persistent sockets streams tls)
valgrind: build lab test-php
	@$(INSTALL_PACKAGES) valgrind=valgrind
	$(RUN_PHPT) -m $(TESTS)

# The tests in PHP with AddressSanitizer in both PHP and the extension: make asan TESTS=php-tests/tls
asan:
	$(MAKE) phpt PHP_VARIANT=asan TESTS="$(TESTS)"

# A hundred thousand pages by one worker of each server, about three minutes: make soak PAGES=10000 SERVERS=fpm
soak: build lab test-php
	lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" TEST_PHP_EXECUTABLE="$(PHP)" "$(PHP)" -n scripts/soak $(PAGES) $(SERVERS)

# What aesock counts beside what servers saw, of random conversations in eight ways: make accuracy CONVERSATIONS=100
accuracy: build lab test-php
	lab/run env AESOCK_MODULE="$(CURDIR)/$(MODULE)" "$(PHP)" -n scripts/accuracy $(CONVERSATIONS)

# Each system call of a decision made to fail, about an hour; a part of it: make faults SAMPLE=200 SEED=7 (CONTRIBUTING.md)
faults: build lab test-php
	@$(INSTALL_PACKAGES) prlimit=util-linux $(if $(DEBIAN_PHP),$(EXTENSION_DIR)/ffi.so=php$(PHP_VERSION)-common)
	$(call SWEEP,faults)

# Code of the script wherever it can run within a call, an hour or more; a part of it: make reentry SAMPLE=1500 SEED=7
reentry: build lab test-php
	$(call SWEEP,reentry)

# PHP's own network tests with and without aesock, which takes about four minutes: make conformance ONLY=ext/openssl
conformance: build
	@$(INSTALL_PACKAGES) dpkg-source=dpkg-dev unshare=util-linux ip=iproute2 $(if $(PHP_VARIANT),, \
	    php8.2=php8.2-cli php-cgi8.2=php8.2-cgi php-fpm8.2=php8.2-fpm=php8.2-fpm \
	    $(foreach extension,curl imap ldap soap xml,$(EXTENSION_DIR)/$(extension).so=php8.2-$(extension)) \
	    $(EXTENSION_DIR)/mysqli.so=php8.2-mysql)
	JOBS="$(JOBS)" scripts/conformance $(ONLY)

# The list of covered extensions under strace, which takes about a minute: make covered ONLY=redis
covered: build
	@scripts/install-extensions
	@$(INSTALL_PACKAGES) strace=strace
	"$(PHP)" -n scripts/check-covered $(ONLY)

# The dependencies against the RustSec advisories, fetched from GitHub. Not a part of `test`, as it fails without a change here.
audit: rust compiler
	$(NEED_CARGO_DENY)
	cargo deny check advisories

# The benchmarks, about 15 minutes: of decisions in the core, of reclaiming, and of PHP's network functions beside stock PHP.
# make bench ONLY=pingpong, make bench QUICK=1, make bench BASE=main, make bench RESUME=1 (docs/performance.md)
bench: build bench-tools
	$(if $(BASE)$(RESUME),,cargo bench $(LOCKED) --no-default-features --bench decision -- $(BENCH) $(if $(ONLY),"$(ONLY)"))
	$(if $(ONLY)$(BASE)$(RESUME),,cargo bench $(LOCKED) --no-default-features --bench reclaim)
	$(if $(BASE),base=$$(scripts/build-base "$(BASE)") &&) $(NETWORK) $(if $(BASE),AESOCK_BASE="$$base") \
	    QUICK="$(QUICK)" BULK="$(BULK)" RESUME="$(RESUME)" cargo bench $(LOCKED) --no-default-features --bench network

# System calls and instructions of all cases, compared with benches/network/counts.tsv, which takes about ten minutes; those of a change
# that needs more are kept by: make counts COUNTS=keep
counts: build bench-tools
	$(NETWORK) QUICK=1 COUNTS="$(COUNTS)" cargo bench $(LOCKED) --no-default-features --bench network

NETWORK = PHP="$(PHP)" AESOCK_MODULE="$(CURDIR)/$(MODULE)" ONLY="$(ONLY)"

bench-tools: php lab
	@$(INSTALL_PACKAGES) taskset=util-linux strace=strace valgrind=valgrind tinyproxy=tinyproxy=tinyproxy \
	    $(if $(DEBIAN_PHP),php-fpm$(PHP_VERSION)=php$(PHP_VERSION)-fpm=php$(PHP_VERSION)-fpm \
	    $(EXTENSION_DIR)/curl.so=php$(PHP_VERSION)-curl \
	    $(EXTENSION_DIR)/redis.so=php$(PHP_VERSION)-redis)

# What aesock.native costs in processor time and memory, as docs/performance.md has it, about three minutes: make native-costs TURNS=3
native-costs: build lab
	@$(INSTALL_PACKAGES) $(if $(DEBIAN_PHP),$(EXTENSION_DIR)/curl.so=php$(PHP_VERSION)-curl)
	LAB_WITNESS=no $(call on_cpu,1) lab/run $(call on_cpu,0) env AESOCK_MODULE="$(CURDIR)/$(MODULE)" TEST_PHP_EXECUTABLE="$(PHP)" \
	    "$(PHP)" -n scripts/native-costs $(TURNS)

# Runs something on one processor, where there is another for the rest.
on_cpu = $(if $(filter-out 1,$(shell nproc)),taskset -c $(1))

# What the instructions of a case are spent on, for callgrind_annotate: make profile ONLY="pingpong: 32 B"
profile: rust compiler php lab
	@$(INSTALL_PACKAGES) taskset=util-linux valgrind=valgrind tinyproxy=tinyproxy=tinyproxy
	CARGO_PROFILE_RELEASE_STRIP=none CARGO_PROFILE_RELEASE_DEBUG=1 cargo build --release $(LOCKED) --target-dir $(TARGET_DIR)/profile
	PHP="$(PHP)" AESOCK_MODULE="$(CURDIR)/$(TARGET_DIR)/profile/release/libaesock.so" ONLY="$(ONLY)" PROFILE=1 \
	    cargo bench $(LOCKED) --no-default-features --bench network

# The fuzz targets: what is kept of their inputs, and then a minute each: make fuzz SECONDS=600 FUZZ=target
fuzz: rust compiler
	@$(INSTALL_PACKAGES) g++=g++
	@cargo fuzz --version >/dev/null 2>&1 || cargo install --locked cargo-fuzz@$(CARGO_FUZZ)
	cd fuzz && cargo fmt --check
	cd fuzz && CARGO_TARGET_DIR=../target/fuzz cargo clippy --locked --all-targets --no-default-features -- -D warnings
	cd fuzz && CARGO_TARGET_DIR=../target/fuzz cargo test --locked --no-default-features
	scripts/fuzz run $(SECONDS) $(FUZZ)

# The conversions of the functions that aesock brings in place of ext/sockets, by the places that calls come to, a minute of inputs:
# make fuzz-conversions SECONDS=600. INPUT=... repeats one of them.
fuzz-conversions: rust compiler php lab
	@$(INSTALL_PACKAGES) cc=gcc $(if $(DEBIAN_PHP),$(EXTENSION_DIR)/ffi.so=php$(PHP_VERSION)-common)
	PHP="$(PHP)" INPUT="$(INPUT)" scripts/fuzz-conversions $(SECONDS)

# What holds for every IPv4 address, for IPv6 at all its borders, and for every decision of small sets of rules, about ten minutes
# of one core (fuzz/README.md).
prove: rust compiler
	cd fuzz && CARGO_TARGET_DIR=../target/fuzz CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=false \
	    cargo run --release --locked --no-default-features --example prove

# The words of counters and quotas that processes share, in every order that their operations can take, about a minute.
models: rust compiler
	cd models && cargo fmt --check
	cd models && CARGO_TARGET_DIR=../target/models cargo clippy --locked --all-targets -- -D warnings
	cd models && CARGO_TARGET_DIR=../target/models cargo test --release --locked -- --nocapture --test-threads=1

# Changes in the core's decisions, one at a time, of which a test is to fail with each (.cargo/mutants.toml), some hours of one core:
# make mutants ONLY=src/core/policy/rule.rs
mutants: rust compiler
	@cargo mutants --version 2>/dev/null | grep -q ' $(CARGO_MUTANTS)$$' || cargo install --locked cargo-mutants@$(CARGO_MUTANTS)
	CARGO_PROFILE_DEV_DEBUG=false cargo mutants --jobs "$(JOBS)" --output target $(foreach file,$(or $(ONLY),$(DECISIONS)),--file "$(file)")

# The tests of the core in Miri, about 15 minutes of one core: make miri ONLY=core::target
miri: rust compiler
	scripts/miri $(ONLY)

# The tests of the core, and of what is native code's, with ThreadSanitizer, about three minutes. Those of elf.rs look for libc's own
# functions, and find the sanitizer's in their place.
tsan: export RUSTFLAGS = -Zsanitizer=thread
tsan: rust compiler
	rustup component list --toolchain nightly --installed 2>/dev/null | grep -q '^rust-src' || \
	    rustup toolchain install nightly --profile minimal --component rust-src
	CARGO_TARGET_DIR=target/tsan cargo +nightly test -Zbuild-std --target "$$(rustc -vV | sed -n 's/^host: //p')" \
	    --no-default-features --features companion --lib --test usage -- \
	    --skip native::elf::

# A Debian package: make deb DEB=8.4
deb: rust
	scripts/deb $(DEB)

# The package in a fresh Debian of its suite, as root: make test-deb DEB=8.4
test-deb: deb
	scripts/test-deb $(DEB)

# The image of App Engine's legacy runtime, a tar in target/image, as root: make image IMAGE_PHP=8.2 (docs/image.md)
image: override DEB = $(IMAGE_PHP)
image: deb
	scripts/image $(IMAGE_PHP)

# The image started in the lab, with the application of examples/legacy, as root.
test-image: image lab
	scripts/test-image $(IMAGE_PHP)

# The build of PIE, PHP's installer of extensions.
test-pie: rust compiler php
	scripts/test-pie

# The binaries of a release, as far as they can be built here, in target/release-assets (docs/releases.md)
release: rust
	scripts/release

# The same whatever the age of Google's lists, checked as PIE looks at them, and loaded.
test-release: rust lab
	TRIAL=1 scripts/release
	scripts/test-release

# The extension for another machine, and tests in a PHP of it: make cross CROSS=musl TESTS=php-tests/sockets
cross: TESTS =
cross: rust compiler
	TESTS="$(TESTS)" scripts/cross $(CROSS)

# Google's present lists into data/, from Google or from a folder: make update-google-ranges FROM=folder
update-google-ranges: rust compiler
	scripts/update-google-ranges $(FROM)

# Installs what was built, so that root needs no Rust. With Debian's PHP the extension is enabled too; settings are kept.
install: php
	@test -e $(MODULE) || $(MAKE) build
	@test -e $(COMPANION) || $(MAKE) companion
	install -D $(MODULE) "$(DESTDIR)$(EXTENSION_DIR)/aesock.so"
	scripts/install-companion $(COMPANION) "$(DESTDIR)$(PREFIX)"
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

# Two HTTP clients written in PHP, with what they depend on.
PHP_LIBRARIES = php-getallheaders $(addprefix php-guzzlehttp-,guzzle promises psr7) \
    $(addprefix php-psr-,container http-client http-factory http-message log) \
    $(addprefix php-symfony-,deprecation-contracts http-client http-client-contracts service-contracts)

# What `make clients` drives besides, with what it depends on; unpacked for the same reason.
PHP_CLIENTS = libphp-phpmailer libphp-simplepie libphp-snoopy php-amphp-amp php-amqplib php-auth-sasl php-constant-time \
    php-doctrine-deprecations php-doctrine-lexer php-email-validator php-httpful php-pear php-phpseclib php-phpseclib3 php-predis \
    php-psr-event-dispatcher php-random-compat php-swiftmailer \
    $(addprefix php-horde-,exception http idna imap-client mail mime secret smtp socket-client stream stream-filter support translation url util) \
    $(addprefix php-net-,dns2 smtp socket) $(addprefix php-symfony-,event-dispatcher event-dispatcher-contracts mailer mime)

# Two applications, with all that they need and this machine lacks. Unpacked and laid over its folders in the lab: nothing is installed.
PHP_APPLICATIONS = wordpress wordpress-theme-twentytwentythree php-getid3 libjs-cropper libjs-underscore \
    roundcube-core roundcube-mysql php-pear php-masterminds-html5 php-auth-sasl php-mail-mime $(addprefix php-net-,sieve smtp socket) \
    $(addprefix libjs-,bootstrap4 codemirror jquery jquery-minicolors jquery-ui jstimezonedetect) $(PHP_LIBRARIES)

NATIVE_SERVERS = $(addprefix libnss-,mdns sss) krb5-admin-server krb5-kdc $(addprefix lib,ev4 gssrpc4 kadm5srv-mit12 kdb5-10 verto1 verto-libev1) remctl-server rrdcached \
    uuid-runtime zeroc-glacier2

# What phpt files load or start. They are skipped where a PHP of one's own lacks it.
test-php: php
	@$(INSTALL_PACKAGES) strace=strace nft=nftables mariadbd=mariadb-server-core /etc/protocols=netbase \
	    memcached=memcached=memcached slapd=slapd=slapd '/usr/lib/postgresql/*/bin/postgres=postgresql=postgresql' \
	    snmpd=snmpd=snmpd gearmand=gearman-job-server=gearman-job-server sshd=openssh-server=ssh \
	    /usr/lib/rabbitmq/bin/rabbitmq-server=rabbitmq-server=rabbitmq-server '/usr/lib/*/odbc/psqlodbcw.so=odbc-postgresql' \
	    promtool=prometheus=prometheus /usr/lib/python3/dist-packages/prometheus_client=python3-prometheus-client
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
	@# Unpacked, not installed: Debian's packages of PSR's interfaces exclude the extension psr.
	@$(if $(DEBIAN_PHP),scripts/from-debian bookworm-security unpack "$(CURDIR)/.cache/php-libraries" -- $(PHP_LIBRARIES))
	@# Servers for some of those extensions, likewise.
	@$(if $(DEBIAN_PHP),$(if $(filter 8.2,$(PHP_VERSION)),scripts/from-debian bookworm-security unpack "$(CURDIR)/.cache/native-servers" -- $(NATIVE_SERVERS)))
