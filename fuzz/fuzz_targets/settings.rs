//! `aesock_fuzz::settings`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::settings::check(input));
