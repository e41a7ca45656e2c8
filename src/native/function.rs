//! The functions of libc that lead out or in, and those by which more is loaded. What stands in their
//! place is not here.

use super::filter::{self, pass::instead};
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

    /// The one at `index` of [`Self::ALL`].
    pub(super) fn at(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }

    /// The one of this name.
    pub(super) fn named(name: &CStr) -> Option<Self> {
        // Most names begin otherwise.
        if !matches!(
            name.to_bytes().first(),
            Some(b'b' | b'c' | b'd' | b'l' | b's')
        ) {
            return None;
        }
        Self::ALL
            .iter()
            .copied()
            .find(|function| function.name() == name)
    }
}
