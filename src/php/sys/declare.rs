//! A module that aesock registers beside itself, with functions, classes and constants. Not what they do.

use super::{
    SUCCESS, VERSION,
    function::Handler,
    generated::{zend_disable_functions, zend_startup_module},
    literal_names::CLASS_NAME_BIT,
    module::module,
    setting::constant,
    thread_globals::set_globals,
};
use ext_php_rs::ffi::{
    _ZEND_SEND_MODE_SHIFT, CONST_PERSISTENT, IS_ARRAY, IS_FALSE, IS_LONG, IS_NULL, IS_STRING,
    IS_TRUE, IS_VOID, ZEND_ACC_FINAL, ZEND_ACC_NO_DYNAMIC_PROPERTIES, ZEND_ACC_NOT_SERIALIZABLE,
    zend_class_entry, zend_function_entry, zend_internal_arg_info, zend_module_entry, zend_object,
    zend_register_internal_class_ex, zend_register_long_constant, zend_string_init_interned,
    zend_type,
};
use std::{
    ffi::{CStr, CString, c_char, c_int},
    mem,
    ops::Range,
    ptr,
    sync::atomic::{AtomicPtr, Ordering},
};

/// A module of another name than ours.
pub(in crate::php) struct DeclaredModule {
    pub(in crate::php) name: &'static CStr,
    pub(in crate::php) functions: &'static [DeclaredFunction],
    /// Registers classes and constants under the number of the module.
    pub(in crate::php) start: unsafe extern "C" fn(c_int, c_int) -> c_int,
    /// Prints the section of phpinfo().
    pub(in crate::php) info: unsafe extern "C" fn(*mut zend_module_entry),
}

/// A function as PHP's own stubs write one: parameters with types and defaults, and the type of the result.
pub(in crate::php) struct DeclaredFunction {
    pub(in crate::php) name: &'static CStr,
    pub(in crate::php) signature: &'static str,
    /// The versions of PHP that have it so, as `PHP_VERSION_ID` has them.
    pub(in crate::php) versions: Range<u32>,
    pub(in crate::php) handler: Handler,
}

/// The entry of the module that was registered, for whoever looks for lost memory: the engine forgets it before the process ends. Nobody
/// reads it here: without `used` the compiler leaves it out.
#[used]
static ENTRY: AtomicPtr<zend_module_entry> = AtomicPtr::new(ptr::null_mut());

/// Registers and starts a module. Whether that went.
///
/// # Safety
/// PHP has started its modules, has one thread, and has no module, function, class or constant of these names.
pub(in crate::php) unsafe fn register(declared: &'static DeclaredModule) -> bool {
    let Some(own) = module(c"aesock") else {
        return false;
    };
    let version = constant(c"PHP_VERSION").unwrap_or_default();
    let version = CString::new(version.into_encoded_bytes()).unwrap_or_default();
    // SAFETY: our own entry is live, and says for which build of PHP it is; the engine keeps the new one and
    // what it points to as long as the process.
    unsafe {
        let mut entry = *own;
        entry.ini_entry = ptr::null();
        entry.deps = ptr::null();
        entry.name = declared.name.as_ptr();
        entry.functions = entries(declared.functions);
        entry.module_startup_func = Some(declared.start);
        entry.module_shutdown_func = None;
        entry.request_startup_func = None;
        entry.request_shutdown_func = None;
        entry.post_deactivate_func = None;
        entry.info_func = Some(declared.info);
        entry.version = version.into_raw();
        entry.module_started = 0;
        entry.type_ = 0;
        entry.handle = ptr::null_mut();
        entry.module_number = 0;
        set_globals(&mut entry);
        let entry = Box::into_raw(Box::new(entry));
        ENTRY.store(entry, Ordering::Relaxed);
        if zend_startup_module(entry) != SUCCESS {
            return false;
        }
        // Those that php.ini takes away: the engine has done that for the other modules.
        zend_disable_functions(super::ini(c"disable_functions").as_ptr().cast());
    }
    true
}

/// The engine's table of functions, which ends with an empty entry. It is kept for good.
fn entries(functions: &[DeclaredFunction]) -> *const zend_function_entry {
    // SAFETY: numbers and pointers, for which zero is a value.
    let empty = || unsafe { mem::zeroed::<zend_function_entry>() };
    let known = functions.iter();
    let known = known.filter(|function| function.versions.contains(&VERSION));
    let entries = known.map(|function| {
        let parameters = Signature::read(function.signature).into_parameters();
        let mut entry = empty();
        entry.fname = function.name.as_ptr();
        entry.handler = Some(function.handler);
        entry.num_args = parameters.len() as u32 - 1;
        entry.arg_info = Box::leak(parameters.into_boxed_slice()).as_ptr();
        entry
    });
    let entries: Vec<_> = entries.chain([empty()]).collect();
    Box::leak(entries.into_boxed_slice()).as_ptr()
}

/// `(int $domain, ?array &$pair = null): Socket|false`, taken apart.
struct Signature<'a> {
    parameters: Vec<&'a str>,
    result: &'a str,
}

impl<'a> Signature<'a> {
    fn read(text: &'a str) -> Self {
        let (parameters, result) = text.rsplit_once(')').unwrap_or((text, ""));
        let parameters = parameters.trim_start_matches('(').split(", ");
        Self {
            parameters: parameters.filter(|text| !text.is_empty()).collect(),
            result: result.trim_start_matches(": "),
        }
    }

    /// What the engine has of it: the result first, with the number of parameters that have no default.
    fn into_parameters(self) -> Vec<zend_internal_arg_info> {
        let required = self.parameters.iter().filter(|text| !text.contains('='));
        let result = zend_internal_arg_info {
            name: ptr::without_provenance(required.count()),
            type_: type_of(self.result, 0),
            default_value: ptr::null(),
        };
        let parameters = self.parameters.into_iter().map(parameter);
        [result].into_iter().chain(parameters).collect()
    }
}

/// `?int $length = null`.
fn parameter(text: &str) -> zend_internal_arg_info {
    const BY_REFERENCE: u32 = 1 << _ZEND_SEND_MODE_SHIFT;
    let (declared, default) = match text.split_once(" = ") {
        Some((declared, default)) => (declared, kept(default)),
        None => (text, ptr::null()),
    };
    let (kind, name) = declared.split_once('$').unwrap_or(("", declared));
    let (kind, mode) = match kind.strip_suffix('&') {
        Some(kind) => (kind, BY_REFERENCE),
        None => (kind, 0),
    };
    zend_internal_arg_info {
        name: kept(name),
        type_: type_of(kind.trim_end(), mode),
        default_value: default,
    }
}

/// The types that have names of their own; another name is that of a class.
const TYPES: &[(&str, u32)] = &[
    ("array", 1 << IS_ARRAY),
    ("bool", 1 << IS_TRUE | 1 << IS_FALSE),
    ("false", 1 << IS_FALSE),
    ("int", 1 << IS_LONG),
    ("null", 1 << IS_NULL),
    ("string", 1 << IS_STRING),
    ("void", 1 << IS_VOID),
];

/// `?Socket`, `array|int|false`, or nothing.
fn type_of(text: &str, mode: u32) -> zend_type {
    let (text, or_null) = match text.strip_prefix('?') {
        Some(text) => (text, 1 << IS_NULL),
        None => (text, 0),
    };
    let mut kind = zend_type {
        ptr: ptr::null_mut(),
        type_mask: mode | or_null,
    };
    for name in text.split('|').filter(|name| !name.is_empty()) {
        match TYPES.iter().find(|(known, _)| *known == name) {
            Some((_, bits)) => kind.type_mask |= bits,
            None => {
                kind.ptr = kept(name).cast_mut().cast();
                kind.type_mask |= CLASS_NAME_BIT;
            }
        }
    }
    kind
}

/// A text for the engine, which keeps it as long as the process.
fn kept(text: &str) -> *const c_char {
    CString::new(text).unwrap_or_default().into_raw()
}

/// Registers a class that is final, cannot be serialised, and has the properties that it is declared with: none.
///
/// # Safety
/// A module starts; `create` makes its objects.
pub(super) unsafe fn register_class(
    name: &CStr,
    create: unsafe extern "C" fn(*mut zend_class_entry) -> *mut zend_object,
) -> *mut zend_class_entry {
    const PERSISTENT: bool = true;
    const FLAGS: u32 = ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES | ZEND_ACC_NOT_SERIALIZABLE;
    // SAFETY: the caller's contract. The engine copies the entry, of which the rest is its own to fill in.
    unsafe {
        let mut class: zend_class_entry = mem::zeroed();
        if let Some(intern) = zend_string_init_interned {
            class.name = intern(name.as_ptr(), name.count_bytes(), PERSISTENT);
        }
        let class = zend_register_internal_class_ex(&raw mut class, ptr::null_mut());
        (*class).ce_flags |= FLAGS;
        (*class).__bindgen_anon_2.create_object = Some(create);
        class
    }
}

/// Registers a constant of a module.
///
/// # Safety
/// The module of this number starts.
pub(in crate::php) unsafe fn register_constant(name: &CStr, value: i64, module_number: c_int) {
    // SAFETY: the caller's contract; the length is that of the name without its NUL.
    unsafe {
        zend_register_long_constant(
            name.as_ptr(),
            name.count_bytes(),
            value,
            CONST_PERSISTENT as c_int,
            module_number,
        );
    }
}

/// Whether the engine has a class of this name, in lower case.
pub(in crate::php) fn has_class(name: &CStr) -> bool {
    !super::arguments::class(name).is_null()
}
