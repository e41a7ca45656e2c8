//! A loaded object as the loader keeps it in memory (ELF of 64 bits): what it needs, what it exports,
//! and the slots through which it calls others. It changes nothing.

use super::namespaces::{self, Finder};
use std::{
    ffi::{CStr, c_char, c_int, c_void},
    ops::Range,
    slice,
};

/// A loaded object, valid as long as the callback of [`each`] runs.
pub(super) struct Object<'a> {
    /// The path that it was loaded by; empty for the program.
    pub(super) path: &'a CStr,
    /// Its place in memory.
    pub(super) place: Range<usize>,
    base: usize,
    headers: &'a [libc::Elf64_Phdr],
    dynamic: Dynamic,
    /// The C library of its namespace, where that is not the program's.
    libc: Option<Exports>,
}

/// What an object exports.
#[derive(Clone, Copy)]
struct Exports {
    base: usize,
    dynamic: Dynamic,
}

/// What the dynamic section says, as addresses.
#[derive(Default, Clone, Copy)]
struct Dynamic {
    strings: usize,
    symbols: usize,
    calls: Table,
    others: Table,
    soname: Option<usize>,
    /// The table by which exports are found (GNU's), and where debuggers look.
    hashes: usize,
    debug: usize,
    /// The section itself, for what can be there many times.
    entries: usize,
}

/// A table of relocations.
#[derive(Default, Clone, Copy)]
struct Table {
    at: usize,
    bytes: usize,
}

#[repr(C)]
struct Entry {
    tag: i64,
    value: usize,
}

#[repr(C)]
struct Relocation {
    offset: usize,
    info: u64,
    addend: i64,
}

#[repr(C)]
struct Symbol {
    name: u32,
    info: u8,
    other: u8,
    section: u16,
    value: usize,
    size: usize,
}

/// A slot that leads to a function of another object.
pub(super) struct Slot<'a> {
    pub(super) name: &'a CStr,
    pub(super) at: *mut usize,
}

const PT_DYNAMIC: u32 = 2;
const PT_LOAD: u32 = 1;
const PT_GNU_RELRO: u32 = 0x6474_e552;

const DT_NEEDED: i64 = 1;
const DT_PLTRELSZ: i64 = 2;
const DT_STRTAB: i64 = 5;
const DT_SYMTAB: i64 = 6;
const DT_RELA: i64 = 7;
const DT_RELASZ: i64 = 8;
const DT_SONAME: i64 = 14;
const DT_PLTREL: i64 = 20;
const DT_DEBUG: i64 = 21;
const DT_JMPREL: i64 = 23;
const DT_GNU_HASH: i64 = 0x6fff_fef5;

/// A function called by its slot, a pointer to one, and one in data: `JUMP_SLOT`, `GLOB_DAT` and the
/// absolute word of the machine.
#[cfg(target_arch = "x86_64")]
const KINDS: [u32; 3] = [7, 6, 1];
#[cfg(target_arch = "aarch64")]
const KINDS: [u32; 3] = [1026, 1025, 257];

/// Calls `look` with each loaded object, the program first, then those of other namespaces. The loader's
/// lists stay as they are meanwhile: nothing is unmapped.
pub(super) fn each(mut look: impl FnMut(&Object<'_>)) {
    type Look<'a> = &'a mut dyn FnMut(&libc::dl_phdr_info) -> c_int;
    unsafe extern "C" fn one(
        info: *mut libc::dl_phdr_info,
        _: libc::size_t,
        look: *mut c_void,
    ) -> c_int {
        // SAFETY: `dl_iterate_phdr` passes on what it was given, and an object of its list.
        unsafe { (*look.cast::<Look<'_>>())(&*info) }
    }
    let iterate = |mut look: Look<'_>| {
        // SAFETY: `one` takes what is passed, and does not unwind: nothing that it calls panics.
        unsafe { libc::dl_iterate_phdr(Some(one), (&raw mut look).cast()) };
    };
    let mut debug = 0;
    iterate(&mut |info| {
        // SAFETY: it is the loader's, and mapped while this runs.
        if let Some(object) = unsafe { Object::of(info) } {
            debug = debug.max(object.dynamic.debug);
            look(&object);
        }
        0
    });
    // SAFETY: the program's dynamic section has it, or nothing.
    if !unsafe { namespaces::has_others(debug) } {
        return;
    }
    // Asking for it takes a lock that may not be taken within.
    let Some(finder) = Finder::of_loader() else {
        return;
    };
    iterate(&mut |_| {
        let mut of_namespace = |objects: &[libc::dl_phdr_info]| {
            // SAFETY: as above.
            unsafe { each_of_namespace(objects, &mut look) };
        };
        // SAFETY: this is within dl_iterate_phdr(3), and the address is as above.
        unsafe { namespaces::each(finder, debug, &mut of_namespace) };
        1
    });
}

/// Calls `look` with the objects of a namespace that has a C library of its own.
///
/// # Safety
/// As of [`Object::of`].
unsafe fn each_of_namespace(objects: &[libc::dl_phdr_info], look: &mut dyn FnMut(&Object<'_>)) {
    let objects = || {
        objects
            .iter()
            // SAFETY: the caller's contract.
            .filter_map(|info| unsafe { Object::of(info) })
    };
    let exports = |object: Object<'_>| Exports {
        base: object.base,
        dynamic: object.dynamic,
    };
    let libc = objects()
        .map(exports)
        .find(|exports| exports.function(c"connect").is_some());
    for object in objects() {
        look(&Object { libc, ..object });
    }
}

/// How often the loader has loaded and unloaded something: where that is the same, so are the objects.
pub(super) fn loads() -> (u64, u64) {
    unsafe extern "C" fn first(
        info: *mut libc::dl_phdr_info,
        size: libc::size_t,
        loads: *mut c_void,
    ) -> c_int {
        // SAFETY: as in `each`; a loader that does not count passes less.
        unsafe {
            if size >= size_of::<libc::dl_phdr_info>() {
                *loads.cast::<(u64, u64)>() = ((*info).dlpi_adds, (*info).dlpi_subs);
            }
        }
        1
    }
    let mut loads = (0, 0);
    // SAFETY: as in `each`.
    unsafe { libc::dl_iterate_phdr(Some(first), (&raw mut loads).cast()) };
    loads
}

impl<'a> Object<'a> {
    /// An object of the loader's list, if it has what is looked for here.
    ///
    /// # Safety
    /// `info` is the loader's, and the object is mapped for as long as the result is used.
    unsafe fn of(info: &'a libc::dl_phdr_info) -> Option<Self> {
        if info.dlpi_phdr.is_null() || info.dlpi_name.is_null() {
            return None;
        }
        let base = info.dlpi_addr as usize;
        // SAFETY: the caller's contract.
        unsafe {
            let headers = slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into());
            let header = |kind| headers.iter().find(|header| header.p_type == kind);
            let ends = headers
                .iter()
                .filter(|header| header.p_type == PT_LOAD)
                .map(|header| {
                    let start = base + header.p_vaddr as usize;
                    (start, start + header.p_memsz as usize)
                });
            let (start, end) = ends.fold((usize::MAX, 0), |(start, end), (from, to)| {
                (start.min(from), end.max(to))
            });
            let dynamic = base + header(PT_DYNAMIC)?.p_vaddr as usize;
            Some(Self {
                path: CStr::from_ptr(info.dlpi_name),
                place: start..end,
                base,
                headers,
                dynamic: Dynamic::read(dynamic, base, start..end),
                libc: None,
            })
        }
    }

    /// The name of its file.
    pub(super) fn file(&self) -> &[u8] {
        let path = self.path.to_bytes();
        path.rsplit(|&byte| byte == b'/').next().unwrap_or(path)
    }

    /// The name by which others need it.
    pub(super) fn needed_name(&self) -> &[u8] {
        let own = self.dynamic.soname.map(|at| self.string(at).to_bytes());
        own.unwrap_or_else(|| self.file())
    }

    /// The names of the objects that it needs.
    pub(super) fn needs(&self) -> impl Iterator<Item = &CStr> {
        // SAFETY: the section ends with an entry of zeros.
        unsafe { entries(self.dynamic.entries) }
            .filter(|entry| entry.tag == DT_NEEDED)
            .map(|entry| self.string(entry.value))
    }

    /// Whether it is in a namespace with a C library of its own.
    pub(super) fn is_apart(&self) -> bool {
        self.libc.is_some()
    }

    /// That function of the C library of its namespace, where that is not the program's.
    pub(super) fn own_function(&self, name: &CStr) -> Option<usize> {
        self.libc?.function(name)
    }

    /// The slots through which it reaches functions of others.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot<'_>> {
        self.relocations()
            .filter_map(|relocation| self.slot(relocation))
    }

    /// The slot that a relocation is about, if it is about one.
    fn slot(&self, relocation: &Relocation) -> Option<Slot<'_>> {
        let (symbol, kind) = ((relocation.info >> 32) as usize, relocation.info as u32);
        if symbol == 0 || !KINDS.contains(&kind) || relocation.addend != 0 {
            return None;
        }
        // SAFETY: the loader has taken the relocation's symbol by this number.
        let symbol = unsafe { &*(self.dynamic.symbols as *const Symbol).add(symbol) };
        (symbol.section == 0).then(|| Slot {
            name: self.string(symbol.name as usize),
            at: (self.base + relocation.offset) as *mut usize,
        })
    }

    /// Whether the loader is done with its slots: the last of both tables leads somewhere. What another
    /// thread is loading is in the list before. Words that lead into the object itself are not looked at: they may
    /// be AddressSanitizer's own, which nobody else may read.
    pub(super) fn is_ready(&self) -> bool {
        let tables = [self.dynamic.calls, self.dynamic.others];
        tables.iter().all(|table| {
            let mut slots = self.table(*table).iter().rev();
            let last = slots.find_map(|relocation| self.slot(relocation));
            // SAFETY: a slot is a word of the object.
            last.is_none_or(|last| unsafe {
                let word = last.at.cast_const().read_volatile();
                word == 0 || !self.is_offset(word)
            })
        })
    }

    /// Whether a word is an address within the object before it was given its place.
    fn is_offset(&self, word: usize) -> bool {
        self.base != 0 && word < self.place.end - self.base
    }

    /// The pages that the loader makes read-only when it is done (`PT_GNU_RELRO`).
    pub(super) fn read_only(&self) -> Range<usize> {
        let header = self
            .headers
            .iter()
            .find(|header| header.p_type == PT_GNU_RELRO);
        let Some(header) = header else { return 0..0 };
        let start = self.base + header.p_vaddr as usize;
        let page = page_size();
        start / page * page..(start + header.p_memsz as usize) / page * page
    }

    fn relocations(&self) -> impl Iterator<Item = &Relocation> {
        [self.dynamic.calls, self.dynamic.others]
            .into_iter()
            .flat_map(|table| self.table(table))
    }

    fn table(&self, table: Table) -> &[Relocation] {
        if table.at == 0 {
            return &[];
        }
        // SAFETY: the dynamic section names the table, and is the object's own.
        unsafe {
            slice::from_raw_parts(
                table.at as *const Relocation,
                table.bytes / size_of::<Relocation>(),
            )
        }
    }

    fn string(&self, at: usize) -> &CStr {
        // SAFETY: the dynamic section names the table of strings, and each ends with a NUL.
        unsafe { CStr::from_ptr((self.dynamic.strings + at) as *const c_char) }
    }
}

impl Exports {
    /// The address of an exported function.
    fn function(&self, name: &CStr) -> Option<usize> {
        let hash = name.to_bytes().iter().fold(5381_u32, |hash, &byte| {
            hash.wrapping_mul(33).wrapping_add(byte.into())
        });
        if self.dynamic.hashes == 0 {
            return None;
        }
        // SAFETY: the dynamic section names the tables: four numbers, words of 64 bits, buckets, and
        // chains, whose last numbers are odd.
        unsafe {
            let word = |at: usize| *((self.dynamic.hashes + at) as *const u32);
            let [buckets, first, filter] = [0, 4, 8].map(word);
            let at_buckets = 16 + filter as usize * 8;
            let at_chains = at_buckets + buckets as usize * 4;
            let mut index = word(at_buckets + hash.checked_rem(buckets)? as usize * 4);
            while index >= first {
                let found = word(at_chains + (index - first) as usize * 4);
                let symbol = &*(self.dynamic.symbols as *const Symbol).add(index as usize);
                let is_named = || {
                    let at = self.dynamic.strings + symbol.name as usize;
                    CStr::from_ptr(at as *const c_char) == name
                };
                if found | 1 == hash | 1 && symbol.section != 0 && is_named() {
                    return Some(self.base + symbol.value);
                }
                if found & 1 == 1 {
                    return None;
                }
                index += 1;
            }
        }
        None
    }
}

impl Dynamic {
    /// # Safety
    /// `at` is the dynamic section of a mapped object that lies in `place`.
    unsafe fn read(at: usize, base: usize, place: Range<usize>) -> Self {
        // glibc puts addresses into the section of a loaded object, musl leaves it as it was linked.
        let address = |value: usize| {
            if place.contains(&value) {
                value
            } else {
                base + value
            }
        };
        let mut dynamic = Self {
            entries: at,
            ..Self::default()
        };
        let mut has_addends = true;
        // SAFETY: the caller's contract; the section ends with an entry of zeros.
        for entry in unsafe { entries(at) } {
            match entry.tag {
                DT_STRTAB => dynamic.strings = address(entry.value),
                DT_SYMTAB => dynamic.symbols = address(entry.value),
                DT_JMPREL => dynamic.calls.at = address(entry.value),
                DT_PLTRELSZ => dynamic.calls.bytes = entry.value,
                DT_PLTREL => has_addends = entry.value == DT_RELA as usize,
                DT_RELA => dynamic.others.at = address(entry.value),
                DT_RELASZ => dynamic.others.bytes = entry.value,
                DT_SONAME => dynamic.soname = Some(entry.value),
                DT_GNU_HASH => dynamic.hashes = address(entry.value),
                DT_DEBUG => dynamic.debug = entry.value,
                _ => {}
            }
        }
        if !has_addends {
            dynamic.calls = Table::default();
        }
        dynamic
    }
}

/// The entries of a dynamic section.
///
/// # Safety
/// `at` is such a section, mapped for as long as the result is used.
unsafe fn entries<'a>(at: usize) -> impl Iterator<Item = &'a Entry> {
    let mut next = at as *const Entry;
    std::iter::from_fn(move || {
        // SAFETY: the caller's contract; the section ends with an entry of zeros.
        let entry = unsafe { &*next };
        next = next.wrapping_add(1);
        (entry.tag != 0).then_some(entry)
    })
}

/// The size of a page.
pub(super) fn page_size() -> usize {
    // SAFETY: the call takes a number.
    unsafe { libc::sysconf(libc::_SC_PAGESIZE) as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg_attr(target_env = "musl", ignore = "a test program has musl within itself")]
    fn what_libc_exports_is_found_where_it_is() {
        let mut found = None;
        each(|object| {
            let exports = Exports {
                base: object.base,
                dynamic: object.dynamic,
            };
            assert_eq!(exports.function(c"no function of this name"), None);
            assert!(!object.is_apart());
            if object.file() == b"libc.so.6" {
                found = exports.function(c"connect");
            }
        });
        assert_eq!(found, Some(libc::connect as *const () as usize));
    }

    #[test]
    #[cfg_attr(target_env = "musl", ignore = "a test program has musl within itself")]
    fn the_program_and_libc_are_read_as_the_loader_has_them() {
        let mut names = Vec::new();
        let mut has_slot_of_libc = false;
        each(|object| {
            names.push(String::from_utf8_lossy(object.file()).into_owned());
            assert!(object.is_ready(), "{:?}", object.path);
            if object.path.is_empty() {
                assert!(object.needs().any(|name| name == c"libc.so.6"));
                assert!(object.place.contains(&(page_size as *const () as usize)));
                has_slot_of_libc = object.slots().any(|slot| {
                    // SAFETY: a slot of a loaded object can be read.
                    slot.name == c"connect" && unsafe { *slot.at } != 0
                });
                let read_only = object.read_only();
                assert!(read_only.start % page_size() == 0 && read_only.end % page_size() == 0);
            }
        });
        assert_eq!(names[0], "", "the program comes first");
        assert!(names.iter().any(|name| name == "libc.so.6"));
        assert!(has_slot_of_libc);
        assert!(loads().0 > 1);
    }
}
