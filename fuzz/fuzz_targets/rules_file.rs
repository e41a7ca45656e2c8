//! `aesock_fuzz::rules_file`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::rules_file::check(input));
