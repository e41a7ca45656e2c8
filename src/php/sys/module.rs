//! What PHP consists of: server interface, modules, extensions of the engine. Not which of them are
//! covered.

use super::{
    generated::{
        AESOCK_ZEND_EXTENSION_NAME, module_registry, php_stream_socket_ops,
        zend_extensions as zend_extension_list,
    },
    setting::ini,
    table,
    text::Text,
};
use ext_php_rs::ffi::{
    ext_php_rs_executor_globals, ext_php_rs_sapi_globals, ext_php_rs_sapi_module, zend_module_entry,
};
use std::{
    borrow::Cow,
    ffi::{CStr, CString, c_char, c_int, c_void},
    fs, mem, ptr,
    sync::Once,
};

/// Has functions called after each fork(2) of this process: in the parent, and in the child's only
/// thread.
pub(in crate::php) fn after_fork(in_the_parent: extern "C" fn(), in_the_child: extern "C" fn()) {
    static ONCE: Once = Once::new();
    // SAFETY: the functions stay: this library is never unmapped.
    ONCE.call_once(|| unsafe {
        libc::pthread_atfork(None, Some(in_the_parent), Some(in_the_child));
    });
}

/// `prctl(PR_SET_DUMPABLE, 0)`: closes the memory of this process to its own user, also its child's by
/// fork(2). A program that it becomes is open again.
pub(in crate::php) fn close_memory() {
    // SAFETY: the call takes numbers; it fails for no process.
    unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0, 0, 0, 0) };
}

/// The name of PHP's server interface: `cli`, `cli-server`, `fpm-fcgi`, `apache2handler`, ...
pub(in crate::php) fn sapi_name() -> &'static [u8] {
    // SAFETY: the module and its name live as long as the process.
    unsafe { CStr::from_ptr((*ext_php_rs_sapi_module()).name) }.to_bytes()
}

/// Whether PHP runs as a program, whose standard error is whoever's started it.
pub(in crate::php) fn is_command_line() -> bool {
    matches!(sapi_name(), b"cli" | b"micro" | b"phpdbg")
}

/// Whether this is a server, which starts once for many requests; php-cgi may start for each.
pub(in crate::php) fn is_server() -> bool {
    let name = sapi_name();
    matches!(
        name,
        b"apache2handler" | b"cli-server" | b"fpm-fcgi" | b"frankenphp" | b"litespeed"
    )
}

/// The pool of php-fpm that this worker is of, as the title of its process tells; none without `/proc`.
pub(in crate::php) fn pool() -> Option<String> {
    if sapi_name() != b"fpm-fcgi" {
        return None;
    }
    // Not always the first word: the dynamic loader's stand before it where that was asked to run php-fpm.
    let words = fs::read("/proc/self/cmdline").ok()?;
    let name = words
        .split(|byte| *byte == 0)
        .find_map(|word| word.strip_prefix(b"php-fpm: pool "))?;
    Some(String::from_utf8_lossy(name).into_owned())
}

/// Method and path of the page that is served, without what stands behind `?`.
pub(in crate::php) fn page<'a>() -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    const LONGEST: usize = 512;
    // SAFETY: the globals of this thread live as long as it, and their texts as long as the request.
    unsafe {
        let request = &(*ext_php_rs_sapi_globals()).request_info;
        if request.request_method.is_null() || !serves_a_request() {
            return None;
        }
        let asked = (*ext_php_rs_sapi_module())
            .getenv
            .map_or(ptr::null_mut(), |get| {
                get(c"REQUEST_URI".as_ptr(), c"REQUEST_URI".count_bytes())
            });
        let uri = [asked, request.request_uri]
            .into_iter()
            .find(|uri| !uri.is_null())?;
        let uri = CStr::from_ptr(uri).to_bytes();
        let path = uri.split(|&byte| byte == b'?').next().unwrap_or_default();
        Some((
            CStr::from_ptr(request.request_method).to_string_lossy(),
            String::from_utf8_lossy(&path[..path.len().min(LONGEST)]),
        ))
    }
}

/// Whether a request of the server interface is being served: FastCGI's parameters are in force
/// then.
pub(in crate::php) fn serves_a_request() -> bool {
    // SAFETY: the globals of this thread live as long as it.
    unsafe { !(*ext_php_rs_sapi_globals()).server_context.is_null() }
}

/// A step of the server interface that it may do nothing in.
#[derive(Debug, Clone, Copy)]
pub(in crate::php) enum ServerStep {
    /// A request starts, before any module knows of it.
    Activate,
    /// A request has ended, after all modules.
    Deactivate,
}

/// What is done in one.
pub(in crate::php) type ServerFunction = unsafe extern "C" fn() -> c_int;

impl ServerStep {
    /// What is in place.
    pub(in crate::php) fn current(self) -> Option<ServerFunction> {
        // SAFETY: the module lives as long as the process.
        unsafe { *self.place() }
    }

    /// Puts another one in its place.
    ///
    /// # Safety
    /// While PHP has one thread.
    pub(in crate::php) unsafe fn replace(self, function: Option<ServerFunction>) {
        // SAFETY: the caller's contract; the module lives as long as the process.
        unsafe { *self.place() = function };
    }

    fn place(self) -> *mut Option<ServerFunction> {
        // SAFETY: the module lives as long as the process.
        let module = unsafe { &raw mut *ext_php_rs_sapi_module() };
        match self {
            // SAFETY: as above.
            Self::Activate => unsafe { &raw mut (*module).activate },
            // SAFETY: as above.
            Self::Deactivate => unsafe { &raw mut (*module).deactivate },
        }
    }
}

/// How much is loaded: different numbers for different modules and extensions of the engine, since
/// nothing takes one of those out that PHP started with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::php) struct Loaded {
    modules: u32,
    /// Where the table of modules has had one.
    places: u32,
    zend_extensions: usize,
}

impl Loaded {
    pub(in crate::php) const NOTHING: Self = Self {
        modules: 0,
        places: 0,
        zend_extensions: 0,
    };

    /// What is now.
    pub(in crate::php) fn now() -> Self {
        // SAFETY: the registry and the list live as long as the process.
        unsafe {
            Self {
                modules: module_registry.nNumOfElements,
                places: module_registry.nNumUsed,
                zend_extensions: zend_extension_list.count,
            }
        }
    }

    /// Whether there is more than `before`.
    pub(in crate::php) fn is_more_than(self, before: Self) -> bool {
        self.modules > before.modules || self.zend_extensions > before.zend_extensions
    }
}

/// Lets the end of the request take a module of `dl()` out of the engine's tables, which `dl()`
/// itself only asks for after a successful start.
pub(in crate::php) fn remove_temporary_module_at_request_end() {
    // SAFETY: the globals of this thread live as long as it.
    unsafe { (*ext_php_rs_executor_globals()).full_tables_cleanup = true };
}

/// The entry of a loaded extension, by its name in lower case.
pub(super) fn module(extension: &CStr) -> Option<*mut zend_module_entry> {
    // SAFETY: the registry lives as long as the process.
    let entry = unsafe { table::find(&raw const module_registry, extension) };
    // SAFETY: what the registry holds are pointers to entries.
    entry.map(|entry| unsafe { entry.value.ptr }.cast())
}

/// The name of the module in a file that `dl()` would load by `name`, as it names itself; none where
/// `dl()` would find no module. It is not registered, and its file is closed again.
///
/// # Safety
/// On a thread of PHP. Opening a file runs what it does at that, as `dl()` would.
pub(in crate::php) unsafe fn module_in_file(name: &[u8]) -> Option<Text<256>> {
    // SAFETY: the caller's contract; the text is copied at once.
    let folder = unsafe { ini(c"extension_dir") };
    // As `php_load_extension` looks for it.
    let file =
        |name: &[u8], suffix: &[u8]| CString::new([folder, b"/", name, suffix].concat()).ok();
    let file = [file(name, b""), file(name, b".so")];
    // SAFETY: the paths are C strings; a module's `get_module` takes nothing and gives its entry, whose
    // name is a C string as long as the file is open.
    unsafe {
        let open = |file: CString| libc::dlopen(file.as_ptr(), libc::RTLD_LAZY | libc::RTLD_LOCAL);
        let library = file
            .into_iter()
            .flatten()
            .map(open)
            .find(|library| !library.is_null())?;
        let get_module = [c"get_module", c"_get_module"]
            .map(|symbol| libc::dlsym(library, symbol.as_ptr()))
            .into_iter()
            .find(|symbol| !symbol.is_null());
        let name = get_module.and_then(|get_module| {
            let get_module: GetModule = mem::transmute::<*mut c_void, GetModule>(get_module);
            let name = get_module().as_ref()?.name;
            (!name.is_null()).then(|| Text::of(CStr::from_ptr(name).to_string_lossy()))
        });
        libc::dlclose(library);
        name
    }
}

type GetModule = unsafe extern "C" fn() -> *mut zend_module_entry;

/// An address within the engine.
pub(in crate::php) fn address_of_engine() -> usize {
    (&raw const php_stream_socket_ops) as usize
}

/// Addresses within the objects of all modules, each with the module's name in lower case.
pub(in crate::php) fn addresses_of_modules() -> impl Iterator<Item = (Vec<u8>, usize)> {
    // SAFETY: the registry lives as long as the process; what it holds are pointers to entries.
    unsafe {
        let table = &*ptr::addr_of!(module_registry);
        let entries = table::entries(table).map(|(name, value)| (name, value.value.ptr));
        let mut mapped = Mapped::default();
        let there = entries.filter(move |(_, entry)| mapped.has(*entry as usize));
        there.flat_map(|(name, entry)| {
            let entry = &*entry.cast::<zend_module_entry>();
            let start = entry.module_startup_func.map(|start| start as usize);
            // Which of them a module has is its own matter.
            [Some(entry.functions as usize), start]
                .into_iter()
                .flatten()
                .map(|address| (name.to_owned(), address))
        })
    }
}

/// Pages that the kernel was asked about: a module that dl() unloads again, since it does not start, stays in
/// the engine's table. Most modules are the engine's own, side by side.
#[derive(Default)]
struct Mapped(Vec<usize>);

impl Mapped {
    /// Whether anything is at `address`.
    fn has(&mut self, address: usize) -> bool {
        // SAFETY: no memory is named; this asks for a number.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize;
        let start = address / page * page;
        if self.0.contains(&start) {
            return true;
        }
        let mut is_in_memory = 0;
        // SAFETY: the kernel writes a byte for the one page, whatever is there.
        let told = unsafe { libc::mincore(start as *mut _, 1, &raw mut is_in_memory) };
        if told == 0 {
            self.0.push(start);
        }
        told == 0
    }
}

/// The names of all modules, in lower case, whether they have started or not.
pub(in crate::php) fn modules() -> impl Iterator<Item = Vec<u8>> {
    // SAFETY: the registry lives as long as the process.
    let table = unsafe { &*ptr::addr_of!(module_registry) };
    table::entries(table).map(|(name, _)| name.to_owned())
}

/// The names of all extensions of the engine itself (`zend_extension`), some of which are modules
/// too.
pub(in crate::php) fn zend_extensions() -> impl Iterator<Item = Vec<u8>> {
    // SAFETY: the list and its elements live as long as the process; each begins with a copy of the
    // extension's entry, whose name is a C string or null.
    unsafe {
        let first = zend_extension_list.head;
        std::iter::successors(first.as_ref(), |element| element.next.as_ref()).filter_map(
            |element| {
                let pointer = element.data.as_ptr().byte_add(AESOCK_ZEND_EXTENSION_NAME);
                let name = pointer.cast::<*const c_char>().read_unaligned();
                (!name.is_null()).then(|| CStr::from_ptr(name).to_bytes().to_vec())
            },
        )
    }
}
