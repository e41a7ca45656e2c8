//! The filter where the kernel gives nobody descriptors, as in Docker's usual profile; in a process of its
//! own, which cannot be taken out of it again.

use aesock::native::{Answer, Mark, Question, filter};
use std::{
    io::{self, ErrorKind},
    net::{TcpListener, TcpStream},
    process::Command,
    ptr,
};

/// Has the kernel refuse pidfd_getfd(2) and process_vm_readv(2) to all threads.
fn enter_container() {
    let refused = |number: libc::c_long| {
        [
            (
                libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K,
                1,
                number as u32,
            ),
            (
                libc::BPF_RET | libc::BPF_K,
                0,
                libc::SECCOMP_RET_ERRNO | libc::EPERM as u32,
            ),
        ]
    };
    let load = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0);
    let allow = (libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_ALLOW);
    let calls = [libc::SYS_pidfd_getfd, libc::SYS_process_vm_readv].map(refused);
    let program = [load].into_iter().chain(calls.concat()).chain([allow]);
    let mut program: Vec<_> = program
        .map(|(code, jf, k)| libc::sock_filter {
            code: code as u16,
            jt: 0,
            jf,
            k,
        })
        .collect();
    let program = libc::sock_fprog {
        len: program.len() as u16,
        filter: program.as_mut_ptr(),
    };
    let flags = libc::SECCOMP_FILTER_FLAG_TSYNC;
    // SAFETY: the kernel copies the program.
    let installed = unsafe {
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        libc::syscall(
            libc::SYS_seccomp,
            libc::SECCOMP_SET_MODE_FILTER,
            flags,
            ptr::from_ref(&program),
        )
    };
    assert_eq!(installed, 0);
}

fn allow(_: &Question<'_>) -> Answer {
    Answer::Allow
}

#[test]
fn this_process_is_decided_on_and_programs_are_refused() {
    if let Err(error) = filter::probe() {
        eprintln!("skipped: {error}");
        return;
    }
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap();
    enter_container();
    assert_eq!(
        filter::start(filter::Refusals::Made, Mark::of(&[]), allow).unwrap(),
        filter::Coverage::NotPrograms
    );

    for _ in 0..3 {
        TcpStream::connect(address).unwrap();
        server.accept().unwrap();
    }
    let listening = TcpListener::bind("127.0.0.1:0");
    assert!(listening.is_ok(), "what is decided is what is done");
    assert_eq!(error_of_connecting_nothing(), Some(libc::EBADF));

    server.set_nonblocking(true).unwrap();
    let script = format!("exec 3<>/dev/tcp/127.0.0.1/{}", address.port());
    let run = Command::new("bash").args(["-c", &script]).output().unwrap();
    let text = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(
        !run.status.success() && text.contains("Permission denied"),
        "{text}"
    );
    assert_eq!(server.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

/// What connecting a descriptor that is none says.
fn error_of_connecting_nothing() -> Option<i32> {
    let address = [0_u8; 16];
    // SAFETY: the kernel reads what is borrowed, if anything.
    let connected = unsafe { libc::connect(1000, address.as_ptr().cast(), 16) };
    let error = io::Error::last_os_error();
    assert_eq!(connected, -1);
    error.raw_os_error()
}
