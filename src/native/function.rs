//! The functions of libc that lead out or in, those by which more is loaded, and those that resolve names. What stands in their
//! place is not here.

use super::filter::{self, pass::instead};
use libc::{addrinfo, c_char, c_int, hostent, size_t};
use std::ffi::CStr;

macro_rules! functions {
    ($($(#[$only:meta])? $variant:ident = $name:literal, $own:expr;)*) => {
        /// A function of libc.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Function { $($(#[$only])? $variant,)* }

        impl Function {
            /// All of them.
            pub(super) const ALL: &'static [Self] = &[$($(#[$only])? Self::$variant,)*];

            /// Its name.
            pub(super) const fn name(self) -> &'static CStr {
                match self { $($(#[$only])? Self::$variant => $name,)* }
            }

            /// The function itself, as this library calls it.
            pub(super) fn own(self) -> usize {
                match self { $($(#[$only])? Self::$variant => $own as *const () as usize,)* }
            }
        }
    };
}

functions! {
    Connect = c"connect", libc::connect;
    SendTo = c"sendto", libc::sendto;
    SendMsg = c"sendmsg", libc::sendmsg;
    SendMmsg = c"sendmmsg", libc::sendmmsg;
    Bind = c"bind", libc::bind;
    Listen = c"listen", libc::listen;
    DlOpen = c"dlopen", libc::dlopen;
    #[cfg(target_env = "gnu")] DlMopen = c"dlmopen", libc::dlmopen;
    DlSym = c"dlsym", libc::dlsym;
    GetAddrInfo = c"getaddrinfo", getaddrinfo;
    GetHostByName = c"gethostbyname", gethostbyname;
    GetHostByName2 = c"gethostbyname2", gethostbyname2;
    GetHostByNameR = c"gethostbyname_r", gethostbyname_r;
    GetHostByName2R = c"gethostbyname2_r", gethostbyname2_r;
}

unsafe extern "C-unwind" {
    /// getaddrinfo(3)
    pub(super) fn getaddrinfo(
        name: *const c_char,
        service: *const c_char,
        hints: *const addrinfo,
        found: *mut *mut addrinfo,
    ) -> c_int;
    /// gethostbyname(3), and with a family, and for many threads.
    pub(super) fn gethostbyname(name: *const c_char) -> *mut hostent;
    pub(super) fn gethostbyname2(name: *const c_char, family: c_int) -> *mut hostent;
    pub(super) fn gethostbyname_r(
        name: *const c_char,
        host: *mut hostent,
        room: *mut c_char,
        length: size_t,
        found: *mut *mut hostent,
        error: *mut c_int,
    ) -> c_int;
    pub(super) fn gethostbyname2_r(
        name: *const c_char,
        family: c_int,
        host: *mut hostent,
        room: *mut c_char,
        length: size_t,
        found: *mut *mut hostent,
        error: *mut c_int,
    ) -> c_int;
}

impl Function {
    /// The function itself, or where a filter would ask about it again, what passes that.
    pub(super) fn passing(self) -> usize {
        if !filter::is_installed() {
            return self.own();
        }
        match self {
            Self::Connect => instead::connect as *const () as usize,
            Self::SendTo => instead::sendto as *const () as usize,
            Self::SendMsg => instead::sendmsg as *const () as usize,
            Self::SendMmsg => instead::sendmmsg as *const () as usize,
            Self::Bind => instead::bind as *const () as usize,
            Self::Listen => instead::listen as *const () as usize,
            _ => self.own(),
        }
    }

    /// Whether it resolves names: what it finds is taken, and nothing is decided.
    pub(super) const fn resolves(self) -> bool {
        matches!(
            self,
            Self::GetAddrInfo
                | Self::GetHostByName
                | Self::GetHostByName2
                | Self::GetHostByNameR
                | Self::GetHostByName2R
        )
    }

    /// The one at `index` of [`Self::ALL`].
    pub(super) fn at(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }

    /// The one of this name.
    pub(super) fn named(name: &CStr) -> Option<Self> {
        // Most names begin otherwise.
        if !matches!(
            name.to_bytes().first(),
            Some(b'b' | b'c' | b'd' | b'g' | b'l' | b's')
        ) {
            return None;
        }
        Self::ALL
            .iter()
            .copied()
            .find(|function| function.name() == name)
    }
}
