//! `aesock_fuzz::address`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::address::check(input));
