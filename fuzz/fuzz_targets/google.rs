//! `aesock_fuzz::google`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::google::check(input));
