//! `aesock_fuzz::rule`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::rule::check(input));
