//! libcurl, as far as aesock needs it. No policy.
//!
//! It is not linked, since ext/curl may not be loaded: its functions are found at run time, in what
//! ext/curl itself is linked with. What is declared here is libcurl's public interface, which does
//! not change (<https://curl.se/libcurl/abi.html>).

use super::{MODULE_TEMPORARY, module::module, object::Handlers, socket_address, zval};
use ext_php_rs::ffi::{zend_module_entry, zend_object, zend_object_handlers};
use socket2::SockAddr;
use std::{
    ffi::{CStr, c_char, c_int, c_long, c_void},
    mem,
    net::SocketAddr,
    ptr,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicPtr, Ordering},
    },
};

/// A `CURL *`.
pub(in crate::php) type Handle = *mut c_void;

/// `struct curl_sockaddr` of `CURLOPT_OPENSOCKETFUNCTION`.
#[repr(C)]
pub(in crate::php) struct CurlAddress {
    pub(in crate::php) family: c_int,
    pub(in crate::php) kind: c_int,
    pub(in crate::php) protocol: c_int,
    length: u32,
    /// Room for any address; `length` tells how much of it is one.
    address: libc::sockaddr,
}

/// `curl_opensocket_callback`: a descriptor, or -1.
pub(in crate::php) type OpenSocket = unsafe extern "C" fn(Handle, c_int, *mut CurlAddress) -> c_int;

/// `curl_closesocket_callback`, which closes the descriptor.
pub(in crate::php) type CloseSocket = unsafe extern "C" fn(*mut c_void, c_int) -> c_int;

/// `curl_xferinfo_callback`: 0 to go on.
pub(in crate::php) type Progress =
    unsafe extern "C" fn(Handle, CurlOffset, CurlOffset, CurlOffset, CurlOffset) -> c_int;
/// `curl_off_t`
pub(in crate::php) type CurlOffset = i64;

/// What protocols are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::php) enum ProtocolsOf {
    Urls,
    Redirects,
}

type SetOption = unsafe extern "C" fn(Handle, c_int, ...) -> c_int;
type GetInfo = unsafe extern "C" fn(Handle, c_int, ...) -> c_int;
type VersionInfo = unsafe extern "C" fn(c_int) -> *const Version;

/// The beginning of `curl_version_info_data`.
#[repr(C)]
struct Version {
    age: c_int,
    version: *const c_char,
    number: u32,
    host: *const c_char,
    features: c_int,
    ssl_version: *const c_char,
    ssl_number: c_long,
    libz_version: *const c_char,
    protocols: *const *const c_char,
}

const OPENSOCKETFUNCTION: c_int = 20163;
const OPENSOCKETDATA: c_int = 10164;
const CLOSESOCKETFUNCTION: c_int = 20208;
const NOPROGRESS: c_int = 43;
const XFERINFOFUNCTION: c_int = 20219;
const XFERINFODATA: c_int = 10057;
const MAXLIFETIME_CONN: c_int = 314;
const FRESH_CONNECT: c_int = 74;
const SOCKS5_AUTH: c_int = 267;
const SSH_AUTH_TYPES: c_int = 151;
const PROTOCOLS: c_int = 181;
const REDIR_PROTOCOLS: c_int = 182;
const PROTOCOLS_STR: c_int = 10318;
const REDIR_PROTOCOLS_STR: c_int = 10319;
const EFFECTIVE_URL: c_int = 0x0010_0001;
const OK: c_int = 0;

/// The functions of the libcurl that ext/curl uses.
#[derive(Clone, Copy)]
pub(in crate::php) struct Curl {
    set_option: SetOption,
    get_info: GetInfo,
    version_info: VersionInfo,
}

/// Those of an extension that stays until modules end.
static FOUND: RwLock<Option<Curl>> = RwLock::new(None);

impl Curl {
    /// Finds them; `None` where ext/curl is not loaded or hides them.
    pub(in crate::php) fn find() -> Option<Self> {
        let module = module(c"curl")?;
        // SAFETY: the entry lives as long as the module.
        if c_int::from(unsafe { (*module).type_ }) == MODULE_TEMPORARY {
            return Self::look_up(module);
        }
        let found = *FOUND.read().unwrap_or_else(PoisonError::into_inner);
        found.or_else(|| {
            let found = Self::look_up(module);
            *FOUND.write().unwrap_or_else(PoisonError::into_inner) = found;
            found
        })
    }

    /// Forgets them when modules start: a server may have started them before, elsewhere.
    pub(in crate::php) fn forget() {
        *FOUND.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn look_up(module: *const zend_module_entry) -> Option<Self> {
        // SAFETY: the entry lives as long as the module. A module without a handle is part of PHP,
        // which is searched whole then. The symbols are the public functions of these types.
        unsafe {
            let handle = (*module).handle;
            let find = |name: &CStr| {
                let symbol = libc::dlsym(handle, name.as_ptr());
                (!symbol.is_null()).then_some(symbol)
            };
            Some(Self {
                set_option: mem::transmute::<*mut c_void, SetOption>(find(c"curl_easy_setopt")?),
                get_info: mem::transmute::<*mut c_void, GetInfo>(find(c"curl_easy_getinfo")?),
                version_info: mem::transmute::<*mut c_void, VersionInfo>(find(
                    c"curl_version_info",
                )?),
            })
        }
    }

    /// Has `open` asked for each socket of `handle`, and `close` to close it. Whether libcurl does so.
    ///
    /// # Safety
    /// `handle` is a live one of this libcurl.
    pub(in crate::php) unsafe fn ask_for_sockets(
        self,
        handle: Handle,
        open: OpenSocket,
        close: CloseSocket,
    ) -> bool {
        // SAFETY: the caller's contract; the options take a function and a pointer.
        unsafe {
            (self.set_option)(handle, OPENSOCKETFUNCTION, open as *const c_void) == OK
                && (self.set_option)(handle, OPENSOCKETDATA, handle) == OK
                && (self.set_option)(handle, CLOSESOCKETFUNCTION, close as *const c_void) == OK
        }
    }

    /// Has `callback` asked from time to time whether a transfer may go on.
    ///
    /// # Safety
    /// As [`Curl::ask_for_sockets`].
    pub(in crate::php) unsafe fn watch(self, handle: Handle, callback: Progress) {
        const SHOWN: c_long = 0;
        // SAFETY: the caller's contract; the options take a function, a pointer and a number.
        unsafe {
            (self.set_option)(handle, XFERINFOFUNCTION, callback as *const c_void);
            (self.set_option)(handle, XFERINFODATA, handle);
            (self.set_option)(handle, NOPROGRESS, SHOWN);
        }
    }

    /// Has nobody asked any more; whether progress is `shown` is as the script set it, which a new handle
    /// does not.
    ///
    /// # Safety
    /// As [`Curl::ask_for_sockets`].
    pub(in crate::php) unsafe fn leave(self, handle: Handle, shown: bool) {
        // SAFETY: as in `watch`.
        unsafe {
            (self.set_option)(handle, XFERINFOFUNCTION, ptr::null::<c_void>());
            (self.set_option)(handle, NOPROGRESS, c_long::from(!shown));
        }
    }

    /// Sets the bits of authentication to SOCKS5 proxies and to SSH servers.
    ///
    /// # Safety
    /// As [`Curl::ask_for_sockets`].
    pub(in crate::php) unsafe fn authenticate_by(self, handle: Handle, socks: c_long, ssh: c_long) {
        // SAFETY: the caller's contract. A libcurl without the options has no such authentication.
        unsafe {
            (self.set_option)(handle, SOCKS5_AUTH, socks);
            (self.set_option)(handle, SSH_AUTH_TYPES, ssh);
        }
    }

    /// Has a transfer not go over a kept connection that is older than so many seconds.
    ///
    /// # Safety
    /// As [`Curl::ask_for_sockets`].
    pub(in crate::php) unsafe fn limit_life(self, handle: Handle, seconds: c_long) {
        // SAFETY: the caller's contract. A libcurl before 7.80 does not know ages, and makes a new
        // connection.
        unsafe {
            if (self.set_option)(handle, MAXLIFETIME_CONN, seconds) != OK {
                (self.set_option)(handle, FRESH_CONNECT, c_long::from(true));
            }
        }
    }

    /// Limits protocols to the default ones that are not `closed`. Whether that took.
    ///
    /// # Safety
    /// As [`Curl::ask_for_sockets`].
    pub(in crate::php) unsafe fn limit_protocols(
        self,
        handle: Handle,
        of: ProtocolsOf,
        closed: &[&str],
        bits: c_long,
    ) -> bool {
        const REDIRECTS: [&str; 4] = ["http", "https", "ftp", "ftps"];
        let (by_name, by_number, default) = match of {
            ProtocolsOf::Urls => (PROTOCOLS_STR, PROTOCOLS, !0),
            ProtocolsOf::Redirects => (REDIR_PROTOCOLS_STR, REDIR_PROTOCOLS, 0b1111),
        };
        let open = list(self.protocols().filter(|name| {
            !closed.contains(name) && (of == ProtocolsOf::Urls || REDIRECTS.contains(name))
        }));
        // SAFETY: the caller's contract; libcurl copies the text. One before 7.85 has the numbers
        // only.
        unsafe {
            (self.set_option)(handle, by_name, open.as_ptr()) == OK
                || (self.set_option)(handle, by_number, default & !bits) == OK
        }
    }

    /// The protocols that it was built with.
    pub(in crate::php) fn protocols(self) -> impl Iterator<Item = &'static str> {
        const FIRST: c_int = 0;
        // SAFETY: every libcurl knows the first form of the structure, which has the list of names,
        // with a null behind them; all of it is constant.
        let mut next = unsafe { (*(self.version_info)(FIRST)).protocols };
        std::iter::from_fn(move || {
            // SAFETY: as above.
            unsafe {
                let name = (*next).as_ref()?;
                next = next.add(1);
                CStr::from_ptr(name).to_str().ok()
            }
        })
    }

    /// The URL of a transfer as it is now, redirects followed.
    ///
    /// # Safety
    /// As [`Curl::ask_for_sockets`]; the text is valid until the transfer goes on.
    pub(in crate::php) unsafe fn url<'a>(self, handle: Handle) -> &'a [u8] {
        let mut url = ptr::null::<c_char>();
        // SAFETY: the caller's contract; the information is a C string of libcurl's.
        unsafe {
            if (self.get_info)(handle, EFFECTIVE_URL, &raw mut url) != OK || url.is_null() {
                return b"";
            }
            CStr::from_ptr(url).to_bytes()
        }
    }
}

/// The handlers of the class `CurlHandle`, and ours, in which copy and end of an object are reported.
static HANDLERS: Handlers = Handlers::new();

/// What is called of the life of a handle.
static LIFE: AtomicPtr<Life> = AtomicPtr::new(ptr::null_mut());

/// What is called of the life of a handle; no engine call may happen there.
pub(in crate::php) struct Life {
    /// Before a handle is cloned.
    pub(in crate::php) before_clone: unsafe fn(),
    /// With the handle and its clone.
    pub(in crate::php) cloned: unsafe fn(Handle, Handle),
    /// Before a handle ends.
    pub(in crate::php) end: unsafe fn(Handle),
}

/// Has the life of the handle in `value` reported to `life` from now on.
///
/// # Safety
/// A value that is an object is a live one of the class `CurlHandle`.
pub(in crate::php) unsafe fn adopt(value: &zval, life: &'static Life) {
    LIFE.store(ptr::from_ref(life).cast_mut(), Ordering::Relaxed);
    if value.is_object() {
        // SAFETY: the caller's contract.
        unsafe { adopt_object(value.value.obj) };
    }
}

/// Whether that was done before.
///
/// # Safety
/// As [`adopt`].
pub(in crate::php) unsafe fn is_adopted(value: &zval) -> bool {
    // SAFETY: the caller's contract.
    value.is_object() && ptr::eq(unsafe { (*value.value.obj).handlers }, HANDLERS.ours())
}

unsafe fn adopt_object(object: *mut zend_object) {
    let replace = |ours: &mut zend_object_handlers| {
        ours.clone_obj = ours.clone_obj.and(Some(clone));
        ours.free_obj = Some(free);
    };
    // SAFETY: as in `adopt`; its handlers are those of its class, or ours.
    unsafe { (*object).handlers = HANDLERS.replacing((*object).handlers, replace) };
}

fn life() -> Option<&'static Life> {
    // SAFETY: what `adopt` stored is static.
    unsafe { LIFE.load(Ordering::Relaxed).as_ref() }
}

/// A copy of an object (`clone_obj`).
unsafe extern "C" fn clone(object: *mut zend_object) -> *mut zend_object {
    // SAFETY: the engine clones a live object that `adopt` had; the handlers of the class live as long
    // as it.
    unsafe {
        if let Some(life) = life() {
            (life.before_clone)();
        }
        let Some(clone) = (*HANDLERS.original()).clone_obj else {
            return ptr::null_mut();
        };
        let copy = clone(object);
        if copy.is_null() {
            return copy;
        }
        adopt_object(copy);
        if let (Some(life), Some(original), Some(copy)) =
            (life(), handle_of(object), handle_of(copy))
        {
            (life.cloned)(original, copy);
        }
        copy
    }
}

/// The end of an object (`free_obj`).
unsafe extern "C" fn free(object: *mut zend_object) {
    // SAFETY: the engine frees a live object, once, that `adopt` had.
    unsafe {
        if let (Some(life), Some(handle)) = (life(), handle_of(object)) {
            (life.end)(handle);
        }
        if let Some(free) = (*HANDLERS.original()).free_obj {
            free(object);
        }
    }
}

/// Whether ext/curl is loaded with a libcurl whose functions are not found.
pub(in crate::php) fn is_closed() -> bool {
    module(c"curl").is_some() && Curl::find().is_none()
}

/// Names with commas between them, for C.
fn list(names: impl Iterator<Item = &'static str>) -> std::ffi::CString {
    std::ffi::CString::new(names.collect::<Vec<_>>().join(",")).unwrap_or_default()
}

/// The handle of libcurl in a `CurlHandle`. It is the first member of ext/curl's structure, in all
/// versions of PHP 8 (`php_curl` of ext/curl/curl_private.h, which is not installed).
///
/// # Safety
/// A value that is an object is one of the class `CurlHandle`.
pub(in crate::php) unsafe fn handle(value: &zval) -> Option<Handle> {
    // SAFETY: the caller's contract; the handlers of a class tell where its own part begins.
    unsafe { handle_of(value.is_object().then_some(value.value.obj)?) }
}

/// The same of an object.
unsafe fn handle_of(object: *mut zend_object) -> Option<Handle> {
    // SAFETY: as in `handle`.
    unsafe {
        let offset = (*(*object).handlers).offset;
        let first = object.byte_offset(-(offset as isize)).cast::<Handle>();
        Some(*first).filter(|handle| !handle.is_null())
    }
}

impl CurlAddress {
    /// The address, if it is one of IPv4 or IPv6.
    ///
    /// # Safety
    /// libcurl passed the structure to its callback.
    pub(in crate::php) unsafe fn internet(&self) -> Option<SocketAddr> {
        // SAFETY: the caller's contract.
        unsafe { socket_address((&raw const self.address).cast(), self.length) }
    }

    /// The path of a Unix socket, or its name with a NUL in front.
    ///
    /// # Safety
    /// As [`CurlAddress::internet`].
    pub(in crate::php) unsafe fn unix(&self) -> Option<Vec<u8>> {
        const PATH_AT: usize = mem::offset_of!(libc::sockaddr_un, sun_path);
        if self.family != libc::AF_UNIX {
            return None;
        }
        // SAFETY: the caller's contract; the length is that of the whole address.
        let address = unsafe {
            std::slice::from_raw_parts((&raw const self.address).cast::<u8>(), self.length as usize)
        };
        let name = address.get(PATH_AT..)?;
        let end = match name {
            [0, ..] => name.len(),
            _ => name
                .iter()
                .position(|&byte| byte == 0)
                .unwrap_or(name.len()),
        };
        Some(name[..end].to_vec())
    }

    /// Puts the path of a Unix socket in place of the one that it has.
    ///
    /// # Safety
    /// As [`CurlAddress::internet`], whose structure has room for any address.
    pub(in crate::php) unsafe fn set_unix(&mut self, path: &SockAddr) {
        // SAFETY: the caller's contract.
        unsafe {
            ptr::copy_nonoverlapping(
                path.as_ptr().cast::<u8>(),
                (&raw mut self.address).cast::<u8>(),
                path.len() as usize,
            );
        }
        self.length = path.len();
    }
}
