//! The descriptor in reserve, in a process of its own: the limit on descriptors belongs to all of it.

use aesock::core::host::spare::look;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use std::{
    fs::File,
    io::{self, ErrorKind},
    iter,
};

fn open(path: &str) -> io::Result<()> {
    File::open(path).map(drop)
}

#[test]
fn a_look_without_a_descriptor_left_has_the_one_in_reserve_again_and_again() {
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, 64, hard).unwrap();
    let take_all = || iter::from_fn(|| File::open("/dev/null").ok()).collect::<Vec<_>>();

    // Nothing is in reserve before the first look.
    let held = take_all();
    let too_early = look(|| open("/dev/null")).unwrap_err();
    drop(held);
    look(|| open("/dev/null")).unwrap();
    let held = take_all();
    let without = open("/dev/null").unwrap_err();
    let looks = [(); 3].map(|()| look(|| open("/dev/null")).is_ok());
    let missing = look(|| open("/none")).unwrap_err().kind();
    let two = || open("/dev/null").and_then(|()| File::open("/").and_then(|_one| open("/")));
    let two = look(two).unwrap_err();
    let after = look(|| open("/dev/null")).is_ok();
    drop(held);
    setrlimit(Resource::RLIMIT_NOFILE, soft, hard).unwrap();

    assert_eq!(too_early.raw_os_error(), Some(libc::EMFILE));
    assert_eq!(without.raw_os_error(), Some(libc::EMFILE));
    assert_eq!((looks, missing), ([true; 3], ErrorKind::NotFound));
    assert_eq!(two.raw_os_error(), Some(libc::EMFILE), "it is one only");
    assert!(after, "a look in vain does not cost the reserve");
}
