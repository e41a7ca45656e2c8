//! The arguments of a call, converted once, by the engine's own means and with its own errors. Not
//! what they mean.

use super::{
    SUCCESS, argument,
    generated::{
        _is_numeric_string_ex, convert_to_array, zend_parse_parameters, zval_get_long_func,
        zval_try_get_string_func,
    },
    table, zend_string, zval,
};
use ext_php_rs::ffi::{
    _zend_new_array, GC_IMMUTABLE, IS_ARRAY_EX, IS_DOUBLE, IS_FALSE, IS_LONG, IS_NULL, IS_OBJECT,
    IS_RESOURCE, IS_STRING, IS_STRING_EX, IS_TRUE, ext_php_rs_compiler_globals,
    ext_php_rs_zend_string_init, zend_array, zend_array_dup, zend_class_entry, zend_execute_data,
    zend_hash_del, zend_hash_get_current_data_ex, zend_hash_get_current_key_zval_ex,
    zend_hash_index_del, zend_hash_index_find, zend_hash_index_update, zend_hash_move_forward_ex,
    zend_hash_next_index_insert, zend_hash_str_update, zend_hash_update, zval_ptr_dtor,
};
use std::{
    ffi::{CStr, c_void},
    mem::ManuallyDrop,
    ptr,
};

/// The most pointers that a format of ours takes.
const POINTERS: usize = 10;

/// Converts the arguments of the call under way as `format` says (README.PARAMETER_PARSING_API of
/// php-src), in place: what is read of them afterwards, here or by the engine's own handler, is
/// already of its type. `O` stands for an object of `class`. Whether they fit; otherwise the engine
/// has reported its error.
///
/// # Safety
/// `frame` is a live call of an internal function that takes these arguments. It may run user code
/// and bail out.
pub(in crate::php) unsafe fn parse(
    frame: *mut zend_execute_data,
    format: &'static CStr,
    class: *mut zend_class_entry,
) -> bool {
    // What the engine writes: a word for each pointer.
    let mut words = [0_u64; POINTERS];
    let mut pointers = [ptr::null_mut::<c_void>(); POINTERS];
    let mut used = 0;
    let mut before = b'|';
    for letter in format.to_bytes() {
        let takes: &[*mut c_void] = match letter {
            b'O' => &[words[used..].as_mut_ptr().cast(), class.cast()],
            b's' => &[
                words[used..].as_mut_ptr().cast(),
                words[used + 1..].as_mut_ptr().cast(),
            ],
            b'|' => &[],
            // What has a pointer tells by itself that it is none.
            b'!' if !matches!(before, b'l' | b'b' | b'd') => &[],
            _ => &[words[used..].as_mut_ptr().cast()],
        };
        before = *letter;
        pointers[used..used + takes.len()].copy_from_slice(takes);
        used += takes.len();
    }
    let [a, b, c, d, e, f, g, h, i, j] = pointers;
    // SAFETY: the engine takes as many pointers as the format has, each to a word of its own or, for
    // `O`, to the class; it passes over the others.
    unsafe {
        let count = (*frame).This.u2.num_args;
        if zend_parse_parameters(count, format.as_ptr(), a, b, c, d, e, f, g, h, i, j) != SUCCESS {
            return false;
        }
        let letters = format.to_bytes();
        let mut index = 0;
        for (position, letter) in letters.iter().enumerate() {
            if matches!(letter, b'|' | b'!') {
                continue;
            }
            let or_null = letters.get(position + 1) == Some(&b'!');
            match argument(frame, index) {
                Some(value) if *letter == b'l' && !(or_null && value.is_null()) => {
                    settle_integer(value);
                }
                Some(value) if *letter == b'b' => settle_boolean(value),
                _ => {}
            }
            index += 1;
        }
    }
    true
}

/// The parameters of a function, for a quick look at whether a call fits them.
pub(in crate::php) struct Parameters {
    /// What [`parse`] takes.
    pub(in crate::php) format: &'static CStr,
    /// The types of each that need no conversion, a bit each.
    types: [u16; Self::MOST],
    required: u32,
    count: u32,
    takes_arrays: bool,
}

impl Parameters {
    const MOST: usize = 6;

    /// What a format means.
    pub(in crate::php) const fn of(format: &'static CStr) -> Self {
        const fn bit(kind: u32) -> u16 {
            1 << kind
        }
        let letters = format.to_bytes();
        let (mut types, mut required, mut count, mut at) = ([0; Self::MOST], None, 0, 0);
        let mut takes_arrays = false;
        while at < letters.len() {
            match letters[at] {
                b'|' => required = Some(count),
                b'!' => types[count - 1] |= bit(IS_NULL),
                letter => {
                    takes_arrays |= letter == b'a';
                    types[count] = match letter {
                        b'O' => bit(IS_OBJECT),
                        b's' => bit(IS_STRING),
                        b'l' => bit(IS_LONG),
                        b'r' => bit(IS_RESOURCE),
                        // What else comes the engine refuses without a conversion.
                        b'a' | b'z' => u16::MAX,
                        _ => panic!("no letter of a format here"),
                    };
                    count += 1;
                }
            }
            at += 1;
        }
        Self {
            format,
            types,
            required: match required {
                Some(required) => required as u32,
                None => count as u32,
            },
            count: count as u32,
            takes_arrays,
        }
    }

    /// Whether [`parse`] would change nothing. Quicker than that, and without code of the script.
    ///
    /// # Safety
    /// As [`parse`].
    #[inline]
    pub(in crate::php) unsafe fn fit(&self, frame: *mut zend_execute_data) -> bool {
        // SAFETY: the caller's contract; a value has a type.
        unsafe {
            let given = (*frame).This.u2.num_args;
            (self.required..=self.count).contains(&given)
                && (0..given).zip(self.types).all(|(index, types)| {
                    argument(frame, index).is_some_and(|value| types >> value.u1.v.type_ & 1 != 0)
                })
        }
    }
}

impl Parameters {
    /// Whether [`parse`] would take a call as it is, with objects of `class`. Not all that it would take.
    ///
    /// # Safety
    /// As [`parse`].
    #[inline]
    pub(in crate::php) unsafe fn fit_exactly(
        &self,
        frame: *mut zend_execute_data,
        class: *const zend_class_entry,
    ) -> bool {
        // SAFETY: the caller's contract; an object has a class.
        unsafe {
            let is_of_class = |value: &zval| {
                !value.is_object() || ptr::eq((*value.value.obj).ce.cast_const(), class)
            };
            !self.takes_arrays
                && self.fit(frame)
                && argument(frame, 0).is_none_or(|value| is_of_class(value))
        }
    }
}

/// Makes an argument that the engine took for an integer one, null too unless that stands for
/// itself: the engine converts integers beside the argument, and would warn of the conversion
/// again.
///
/// # Safety
/// The engine took the value for an integer.
unsafe fn settle_integer(value: &mut zval) {
    if value.long().is_none() {
        // SAFETY: the caller's contract.
        *value = ManuallyDrop::into_inner(unsafe { long(value) });
    }
}

/// The same for a boolean.
fn settle_boolean(value: &mut zval) {
    *value = ManuallyDrop::into_inner(boolean(value.coerce_to_bool()));
}

/// Returns the first argument of a call, a string, from it.
///
/// # Safety
/// `frame` is a live call with a string as first argument, and `result` is the place for its result.
pub(in crate::php) unsafe fn return_argument(frame: *mut zend_execute_data, result: *mut zval) {
    // SAFETY: the caller's contract; the place holds nothing yet.
    unsafe {
        if let Some(text) = argument(frame, 0).and_then(|value| value.zend_str()) {
            *result = ManuallyDrop::into_inner(new_string(text.as_bytes()));
        }
    }
}

/// A class of the engine, by its name in lower case; null where there is none.
pub(in crate::php) fn class(name: &CStr) -> *mut zend_class_entry {
    // SAFETY: the table lives as long as the process.
    unsafe {
        let table = (*ext_php_rs_compiler_globals()).class_table;
        table::find(table, name).map_or(ptr::null_mut(), |entry| entry.value.ce)
    }
}

/// The element of an array at a number.
///
/// # Safety
/// As [`table::find`].
pub(in crate::php) unsafe fn item<'a>(
    array: *const zend_array,
    index: u64,
) -> Option<&'a mut zval> {
    // SAFETY: the caller's contract.
    unsafe { zend_hash_index_find(array, index).as_mut() }
}

/// The value that a reference leads to, or the value itself.
pub(in crate::php) fn dereferenced(value: &zval) -> &zval {
    value.reference().unwrap_or(value)
}

/// The array in a value.
pub(in crate::php) fn array(value: &zval) -> Option<*mut zend_array> {
    // SAFETY: an array value holds an array.
    value.is_array().then_some(unsafe { value.value.arr })
}

/// A value that is released by whoever takes it over, not by the end of its scope: a bailout may
/// pass it.
pub(in crate::php) type Loose = ManuallyDrop<zval>;

/// A new array, which only the caller knows.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(in crate::php) unsafe fn new_array() -> *mut zend_array {
    // SAFETY: the caller's contract; 0 is the smallest size.
    unsafe { _zend_new_array(0) }
}

/// Puts `value` under `key`, in place of what is there.
///
/// # Safety
/// `array` is live and only the caller knows it. It may bail out.
pub(in crate::php) unsafe fn put(array: *mut zend_array, key: &CStr, mut value: Loose) {
    // SAFETY: the caller's contract; the array takes the value over.
    unsafe { zend_hash_str_update(array, key.as_ptr(), key.count_bytes(), &raw mut *value) };
}

/// An array as a value.
pub(in crate::php) fn array_value(array: *mut zend_array) -> Loose {
    let mut value = null();
    value.value.arr = array;
    value.u1.type_info = IS_ARRAY_EX;
    value
}

/// Puts a copy of the array in `argument` in its place, with `value` under `key`.
///
/// # Safety
/// `argument` is an array. It may run user code and bail out.
pub(in crate::php) unsafe fn replace_element(argument: &mut zval, key: &CStr, value: Loose) {
    // SAFETY: the caller's contract. The old array is released last, when the new one is in place:
    // that may run destructors of the script.
    unsafe {
        let copy = zend_array_dup(argument.value.arr);
        put(copy, key, value);
        replace(argument, array_value(copy));
    }
}

/// The values of an array as strings, in a new array that only the caller knows. `None` after an
/// exception.
///
/// # Safety
/// `array` is live, and stays so and unchanged whatever user code does. It may run user code and
/// bail out.
pub(in crate::php) unsafe fn strings(array: *mut zend_array) -> Option<*mut zend_array> {
    // SAFETY: the caller's contract; the position is one of the array.
    unsafe {
        let strings = new_array();
        let mut position = 0;
        while let Some(value) = zend_hash_get_current_data_ex(array, &raw mut position).as_ref() {
            let Some(mut string) = to_string(value) else {
                let mut array = array_value(strings);
                zval_ptr_dtor(&raw mut *array);
                return None;
            };
            zend_hash_next_index_insert(strings, &raw mut *string);
            zend_hash_move_forward_ex(array, &raw mut position);
        }
        Some(strings)
    }
}

/// Puts a new string in place of an argument.
///
/// # Safety
/// As [`new_string`]; the argument is no object, whose end could run user code.
pub(in crate::php) unsafe fn replace_with_string(argument: &mut zval, text: &[u8]) {
    // SAFETY: the caller's contract; the new string is made before the old value goes.
    *argument = ManuallyDrop::into_inner(unsafe { new_string(text) });
}

/// Puts a value in place of an argument.
///
/// # Safety
/// It may run user code and bail out.
pub(in crate::php) unsafe fn replace(argument: &mut zval, value: Loose) {
    let new = ManuallyDrop::into_inner(value);
    let mut old = ManuallyDrop::new(std::mem::replace(argument, new));
    // SAFETY: the caller's contract; the old value is released last.
    unsafe { zval_ptr_dtor(&raw mut *old) };
}

/// A copy of an array, which only the caller knows.
///
/// # Safety
/// `array` is live. It may bail out.
pub(in crate::php) unsafe fn copy(array: *mut zend_array) -> *mut zend_array {
    // SAFETY: the caller's contract.
    unsafe { zend_array_dup(array) }
}

/// Takes the element at a number out of an array.
///
/// # Safety
/// The array is live, and not shared. It may run user code and bail out.
pub(in crate::php) unsafe fn remove_at(array: *mut zend_array, index: u64) {
    // SAFETY: the caller's contract.
    unsafe { zend_hash_index_del(array, index) };
}

/// The key at a position of an array: a number, or a text that is not told. `None` behind the last one.
///
/// # Safety
/// The array is live.
pub(in crate::php) unsafe fn key_at(
    array: *const zend_array,
    mut position: u32,
) -> Option<Option<i64>> {
    // SAFETY: the caller's contract; the position is looked at, not kept. A text is counted once more,
    // and released.
    unsafe {
        zend_hash_get_current_data_ex(array.cast_mut(), &raw mut position).as_ref()?;
        let mut key = null();
        zend_hash_get_current_key_zval_ex(array, &raw mut *key, &raw const position);
        let number = key.long();
        release(key);
        Some(number)
    }
}

/// The position behind another one.
///
/// # Safety
/// As [`key_at`].
pub(in crate::php) unsafe fn next(array: *mut zend_array, mut position: u32) -> u32 {
    // SAFETY: the caller's contract.
    unsafe { zend_hash_move_forward_ex(array, &raw mut position) };
    position
}

/// Takes out of an array what stands at a position and behind it.
///
/// # Safety
/// As [`put`]. What is taken out is held elsewhere, too, so that no code of the script runs.
pub(in crate::php) unsafe fn cut(array: *mut zend_array, position: u32) {
    // SAFETY: the caller's contract; a key is one of the array.
    unsafe {
        loop {
            let mut at = position;
            if zend_hash_get_current_data_ex(array, &raw mut at).is_null() {
                return;
            }
            let mut key = null();
            zend_hash_get_current_key_zval_ex(array, &raw mut *key, &raw const at);
            match key.long() {
                Some(number) => zend_hash_index_del(array, number as u64),
                None => zend_hash_del(array, key.value.str_),
            };
            release(key);
        }
    }
}

/// Puts `value` at a number, in place of what is there.
///
/// # Safety
/// As [`put`].
pub(in crate::php) unsafe fn put_at(array: *mut zend_array, index: u64, mut value: Loose) {
    // SAFETY: the caller's contract; the array takes the value over.
    unsafe { zend_hash_index_update(array, index, &raw mut *value) };
}

/// The value itself or the one that it refers to, for an array of one's own.
pub(in crate::php) fn plain_copy(value: &zval) -> Loose {
    ManuallyDrop::new(dereferenced(value).shallow_clone())
}

/// Releases a value.
///
/// # Safety
/// It may run user code and bail out.
pub(in crate::php) unsafe fn release(mut value: Loose) {
    // SAFETY: the caller's contract; nobody looks at the value afterwards.
    unsafe { zval_ptr_dtor(&raw mut *value) };
}

/// Whether a value is null, false or an empty text.
pub(in crate::php) fn is_empty(value: &zval) -> bool {
    let is_empty_text = value
        .zend_str()
        .is_some_and(|text| text.as_bytes().is_empty());
    value.is_null() || value.is_false() || is_empty_text
}

/// A value as an integer, as the engine casts it.
///
/// # Safety
/// It may run user code and bail out.
pub(in crate::php) unsafe fn number(value: &zval) -> i64 {
    // SAFETY: the caller's contract.
    unsafe { long(value) }.long().unwrap_or_default()
}

/// A number as a value.
pub(in crate::php) fn long_value(number: i64) -> Loose {
    let mut value = null();
    value.value.lval = number;
    value.u1.type_info = IS_LONG;
    value
}

/// An element as ext/sockets converts it to an integer (ext/sockets/conversions.c): an integer, or
/// something that is none and that ext/sockets refuses. `None` after an exception.
///
/// # Safety
/// It may run user code and bail out.
pub(in crate::php) unsafe fn to_integer(value: &zval) -> Option<Loose> {
    // SAFETY: the value is live; a string ends with a NUL that its length does not count.
    unsafe {
        if value.is_double() {
            return Some(long(value));
        }
        if !value.is_string() && !value.is_object() {
            return Some(ManuallyDrop::new(value.shallow_clone()));
        }
        let mut text = to_string(value)?;
        let string = &*text.value.str_;
        let (mut whole, mut broken) = (0, 0.0);
        let kind = _is_numeric_string_ex(
            string.val.as_ptr(),
            string.len,
            &raw mut whole,
            &raw mut broken,
            Default::default(),
            ptr::null_mut(),
            ptr::null_mut(),
        );
        if !matches!(u32::from(kind), IS_LONG | IS_DOUBLE) {
            return Some(text);
        }
        let number = long(&text);
        zval_ptr_dtor(&raw mut *text);
        Some(number)
    }
}

/// A number or a numeric string as an integer.
unsafe fn long(value: &zval) -> Loose {
    const NOT_LEGACY: bool = false;
    // SAFETY: the value is live; the engine only reads it.
    long_value(unsafe { zval_get_long_func(ptr::from_ref(value).cast_mut(), NOT_LEGACY) })
}

/// An element as a string; `None` after an exception.
///
/// # Safety
/// As [`to_integer`].
pub(in crate::php) unsafe fn to_string(value: &zval) -> Option<Loose> {
    // SAFETY: the value is live; the engine returns a new reference to a string, or null.
    unsafe {
        let string = zval_try_get_string_func(ptr::from_ref(value).cast_mut());
        (!string.is_null()).then(|| string_value(string))
    }
}

/// A new string as a value.
///
/// # Safety
/// On a thread of PHP, within a request. It may bail out.
pub(in crate::php) unsafe fn new_string(text: &[u8]) -> Loose {
    const FOR_THE_REQUEST: bool = false;
    // SAFETY: the caller's contract; the engine copies the text.
    unsafe {
        string_value(ext_php_rs_zend_string_init(
            text.as_ptr().cast(),
            text.len(),
            FOR_THE_REQUEST,
        ))
    }
}

/// A string as a value.
///
/// # Safety
/// `string` is live, and the reference to it is the caller's to give.
pub(in crate::php) unsafe fn string_value(string: *mut zend_string) -> Loose {
    let mut value = null();
    value.value.str_ = string;
    // SAFETY: the caller's contract.
    let is_interned = unsafe { (*string).gc.u.type_info } & GC_IMMUTABLE != 0;
    value.u1.type_info = if is_interned { IS_STRING } else { IS_STRING_EX };
    value
}

/// An integer as a value.
pub(in crate::php) fn integer(number: i64) -> Loose {
    let mut value = null();
    value.value.lval = number;
    value.u1.type_info = IS_LONG;
    value
}

/// A boolean as a value.
pub(in crate::php) fn boolean(is_true: bool) -> Loose {
    let mut value = null();
    value.u1.type_info = if is_true { IS_TRUE } else { IS_FALSE };
    value
}

fn null() -> Loose {
    ManuallyDrop::new(zval::new())
}

/// What a text is as an integer, if it is written as one that an integer holds, maybe between white space.
pub(in crate::php) fn numeric(text: &[u8]) -> Option<i64> {
    let (mut whole, mut broken) = (0, 0.0);
    // SAFETY: the engine reads as many bytes as there are, or until one that no number has: behind a text of the
    // engine's is a NUL.
    let kind = unsafe {
        _is_numeric_string_ex(
            text.as_ptr().cast(),
            text.len(),
            &raw mut whole,
            &raw mut broken,
            Default::default(),
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    (u32::from(kind) == IS_LONG).then_some(whole)
}

/// Puts `value` under a key that another array has, in place of what is there.
///
/// # Safety
/// As [`put`]; the key is live.
pub(in crate::php) unsafe fn put_under(
    array: *mut zend_array,
    key: *const zend_string,
    mut value: Loose,
) {
    // SAFETY: the caller's contract; the array takes the value over, and a reference to the key.
    unsafe { zend_hash_update(array, key.cast_mut(), &raw mut *value) };
}

/// Puts `value` behind the others.
///
/// # Safety
/// As [`put`].
pub(in crate::php) unsafe fn append(array: *mut zend_array, mut value: Loose) {
    // SAFETY: the caller's contract; the array takes the value over.
    unsafe { zend_hash_next_index_insert(array, &raw mut *value) };
}

/// Makes an argument an array, as the engine casts it.
///
/// # Safety
/// The argument is the call's own. It may run user code and bail out.
pub(in crate::php) unsafe fn make_array(argument: &mut zval) -> *mut zend_array {
    // SAFETY: the caller's contract; the engine puts an array in its place.
    unsafe {
        convert_to_array(argument);
        argument.value.arr
    }
}
