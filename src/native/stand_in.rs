//! What stands in the place of a function of libc: a few instructions that ask [`super::call::judge`] and
//! then go on to the function itself, as if they had never been.
//!
//! # Design
//! Nothing of ours is on the stack while the function itself runs. So a call that blocks is interrupted,
//! cancelled or left by `longjmp` as it was before, and `dlopen`, which looks where it was called from,
//! finds its caller.

use super::{call::judge, function::Function, resolving::instead};
use std::arch::naked_asm;

/// Keeps the six registers of arguments, asks with a pointer to them, the address of the caller and the
/// function, takes them as they are then, and jumps to the answer; 0 is a call that fails.
#[cfg(target_arch = "x86_64")]
macro_rules! stand_in {
    ($name:ident, $function:expr) => {
        #[unsafe(naked)]
        unsafe extern "C" fn $name() {
            naked_asm!(
                "push r9",
                "push r8",
                "push rcx",
                "push rdx",
                "push rsi",
                "push rdi",
                "mov rdi, rsp",
                "mov rsi, [rsp + 48]",
                "mov edx, {function}",
                "sub rsp, 8",
                "call {judge}",
                "add rsp, 8",
                "pop rdi",
                "pop rsi",
                "pop rdx",
                "pop rcx",
                "pop r8",
                "pop r9",
                "test rax, rax",
                "jz 2f",
                "jmp rax",
                "2:",
                "mov rax, -1",
                "ret",
                judge = sym judge,
                function = const $function as usize,
            )
        }
    };
}

#[cfg(target_arch = "aarch64")]
macro_rules! stand_in {
    ($name:ident, $function:expr) => {
        #[unsafe(naked)]
        unsafe extern "C" fn $name() {
            naked_asm!(
                "stp x29, x30, [sp, #-64]!",
                "mov x29, sp",
                "stp x0, x1, [sp, #16]",
                "stp x2, x3, [sp, #32]",
                "stp x4, x5, [sp, #48]",
                "add x0, sp, #16",
                "mov x1, x30",
                "mov x2, #{function}",
                "bl {judge}",
                "mov x16, x0",
                "ldp x0, x1, [sp, #16]",
                "ldp x2, x3, [sp, #32]",
                "ldp x4, x5, [sp, #48]",
                "ldp x29, x30, [sp], #64",
                "cbz x16, 2f",
                "br x16",
                "2:",
                "mov x0, #-1",
                "ret",
                judge = sym judge,
                function = const $function as usize,
            )
        }
    };
}

macro_rules! stand_ins {
    ($($(#[$only:meta])? $variant:ident = $name:ident;)*) => {
        /// What stands in the place of a function.
        pub(super) fn stand_in(function: Function) -> usize {
            match function {
                $($(#[$only])? Function::$variant => $name as *const () as usize,)*
                Function::GetAddrInfo => instead::getaddrinfo as *const () as usize,
                Function::GetHostByName => instead::gethostbyname as *const () as usize,
                Function::GetHostByName2 => instead::gethostbyname2 as *const () as usize,
                Function::GetHostByNameR => instead::gethostbyname_r as *const () as usize,
                Function::GetHostByName2R => instead::gethostbyname2_r as *const () as usize,
            }
        }

        $($(#[$only])? stand_in!($name, Function::$variant);)*
    };
}

stand_ins! {
    Connect = connect;
    SendTo = sendto;
    SendMsg = sendmsg;
    SendMmsg = sendmmsg;
    Bind = bind;
    Listen = listen;
    DlOpen = dlopen;
    #[cfg(target_env = "gnu")]
    DlMopen = dlmopen;
    DlSym = dlsym;
}
