//! `aesock_fuzz::usage_file`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::usage_file::check(input));
