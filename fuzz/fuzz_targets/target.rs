//! `aesock_fuzz::target`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::target::check(input));
