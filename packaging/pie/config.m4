dnl What phpize needs to build the extension with cargo. It is in a directory of its own because configure writes a Makefile.

PHP_ARG_ENABLE([aesock], [whether to build aesock], [AS_HELP_STRING([--disable-aesock], [Do not build aesock])], [yes])

if test "$PHP_AESOCK" != no; then
  AC_PATH_PROG([CARGO], [cargo], [], [$PATH:$HOME/.cargo/bin])
  if test -z "$CARGO"; then
    AC_MSG_ERROR([cargo is missing; https://rustup.rs installs Rust 1.93 or newer])
  fi
  PHP_SUBST([CARGO])
  PHP_SUBST([PHP_CONFIG])
  PHP_MODULES="$PHP_MODULES \$(phplibdir)/aesock.so"
  PHP_ADD_MAKEFILE_FRAGMENT([Makefile.frag])
fi
