//! The objects of namespaces of their own (`dlmopen(3)`), which dl_iterate_phdr(3) tells nobody of who is not
//! within: found as debuggers find them (glibc 2.35). What they are is not here.

use std::{
    ffi::{c_char, c_int, c_void},
    mem::{self, MaybeUninit},
    ptr,
    sync::OnceLock,
};

/// `struct r_debug_extended` of a namespace (link.h).
#[repr(C)]
struct Debug {
    version: c_int,
    first: *const LinkMap,
    breakpoint: usize,
    state: c_int,
    loader: usize,
    next: *const Debug,
}

/// The first of a `struct link_map`.
#[repr(C)]
struct LinkMap {
    address: usize,
    name: *const c_char,
    dynamic: *mut c_void,
    next: *const LinkMap,
}

/// `struct dl_find_object` (dlfcn.h), with room for what a machine has besides.
#[repr(C)]
struct Found {
    flags: u64,
    start: usize,
    end: usize,
    rest: [u64; 16],
}

/// What is mapped of the beginning of an object at least.
const SMALLEST_PAGE: usize = 4096;

type FindObject = unsafe extern "C" fn(*mut c_void, *mut Found) -> c_int;

/// What tells where an object is, without a lock: the loader's own is held by whoever loads something.
#[derive(Clone, Copy)]
pub(super) struct Finder(FindObject);

impl Finder {
    /// The loader's, if it has one: then it keeps the list of its namespaces, too.
    pub(super) fn of_loader() -> Option<Self> {
        static FOUND: OnceLock<Option<Finder>> = OnceLock::new();
        *FOUND.get_or_init(|| {
            // SAFETY: the name is a C string; it is that of a function of this type.
            unsafe {
                let found = libc::dlsym(libc::RTLD_DEFAULT, c"_dl_find_object".as_ptr());
                (!found.is_null()).then(|| Self(mem::transmute::<*mut c_void, FindObject>(found)))
            }
        })
    }

    /// The program headers of an object that has `dynamic`.
    ///
    /// # Safety
    /// The object is loaded for as long as the result is used.
    unsafe fn headers(self, dynamic: *mut c_void) -> Option<&'static [libc::Elf64_Phdr]> {
        let mut found = MaybeUninit::<Found>::zeroed();
        // SAFETY: the function fills in what it has; where an object begins, its first page is mapped.
        unsafe {
            if (self.0)(dynamic, found.as_mut_ptr()) != 0 {
                return None;
            }
            let start = found.assume_init().start;
            let header = &*(start as *const libc::Elf64_Ehdr);
            let (at, count) = (header.e_phoff as usize, usize::from(header.e_phnum));
            let ends = at.checked_add(count.checked_mul(size_of::<libc::Elf64_Phdr>())?)?;
            let is_whole = header.e_ident.starts_with(b"\x7fELF") && ends <= SMALLEST_PAGE;
            is_whole.then(|| std::slice::from_raw_parts((start + at) as *const _, count))
        }
    }
}

/// Whether there are namespaces besides the program's own, whose `struct r_debug` is at `debug`.
///
/// # Safety
/// It is the loader's, or 0.
pub(super) unsafe fn has_others(debug: usize) -> bool {
    /// With a list of them.
    const WITH_OTHERS: c_int = 2;
    // SAFETY: the caller's contract; it stays for as long as the process.
    let own = unsafe { (debug as *const Debug).as_ref() };
    own.is_some_and(|own| own.version >= WITH_OTHERS)
}

/// Calls `look` with the objects of each of them.
///
/// # Safety
/// Of `debug` as [`has_others`], which said that there are; within dl_iterate_phdr(3), which holds the lock
/// that keeps the lists as they are.
pub(super) unsafe fn each(
    finder: Finder,
    debug: usize,
    look: &mut dyn FnMut(&[libc::dl_phdr_info]),
) {
    // SAFETY: the caller's contract; the lists are the loader's, and end with a null.
    unsafe {
        let mut next = (*(debug as *const Debug)).next;
        while let Some(namespace) = next.as_ref() {
            next = namespace.next;
            let mut objects = Vec::new();
            let mut object = namespace.first;
            while let Some(map) = object.as_ref() {
                if let Some(headers) = finder.headers(map.dynamic) {
                    objects.push(described(map, headers));
                }
                object = map.next;
            }
            look(&objects);
        }
    }
}

fn described(map: &LinkMap, headers: &'static [libc::Elf64_Phdr]) -> libc::dl_phdr_info {
    libc::dl_phdr_info {
        dlpi_addr: map.address as libc::Elf64_Addr,
        dlpi_name: map.name,
        dlpi_phdr: headers.as_ptr(),
        dlpi_phnum: headers.len() as libc::Elf64_Half,
        dlpi_adds: 0,
        dlpi_subs: 0,
        dlpi_tls_modid: 0,
        dlpi_tls_data: ptr::null_mut(),
    }
}
