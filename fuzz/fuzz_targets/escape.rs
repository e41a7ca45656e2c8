//! `aesock_fuzz::escape`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::escape::check(input));
