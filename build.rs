//! Build script: address tables from `data/`, and for the PHP boundary the engine bindings that
//! ext-php-rs lacks.

#[path = "src/core/address/google.rs"]
mod google;
#[cfg(feature = "php")]
#[path = "build/php.rs"]
mod php;
#[path = "src/core/address/ranges.rs"]
#[expect(dead_code, reason = "the build needs a part of it")]
mod ranges;
#[path = "build/tables.rs"]
mod tables;

use std::{env, path::PathBuf};

fn main() {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    tables::write(&out);
    #[cfg(feature = "php")]
    php::bind(&out);
}
