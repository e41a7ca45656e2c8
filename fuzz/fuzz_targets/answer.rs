//! `aesock_fuzz::answer`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| aesock_fuzz::answer::check(input));
