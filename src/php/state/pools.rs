//! The pools of php-fpm as its configuration has them, which is read here as php-fpm reads it
//! (sapi/fpm/fpm/fpm_conf.c). While it is tested (`php-fpm -t`) no worker starts that would say what is wrong
//! with a pool's settings, so each pool's are tried as its workers would. Else only the names of settings
//! count, which php-fpm itself does not look at. What is wrong with the configuration itself php-fpm says.

use super::{
    filter, gates,
    settings::{self, Snapshot},
};
use crate::{
    core::{escape::Escaped, host::origin},
    php::sys::{self, IniLine},
};
use nix::{
    errno::Errno,
    libc,
    sys::wait::{WaitStatus, waitpid},
    unistd::{
        self, ForkResult, Gid, Group, Uid, User, chroot, fork, geteuid, initgroups, setgid, setuid,
    },
};
use std::{
    ffi::{CStr, CString, OsStr, OsString},
    fmt, fs,
    io::{self, Read, Write},
    mem::MaybeUninit,
    os::unix::ffi::{OsStrExt, OsStringExt},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

/// How deep php-fpm follows `include`.
const DEEPEST: usize = 5;

/// The names that pools of php-fpm give to settings of aesock, and that none has. If php-fpm was started to
/// test its configuration, the settings of each pool are tried.
///
/// # Errors
/// The sentences that tell what is wrong with which pools, a line each, in a test.
///
/// # Safety
/// When all modules have started, while PHP has one thread.
pub(in crate::php) unsafe fn verify() -> Result<Vec<Vec<u8>>, String> {
    if sys::sapi_name() != b"fpm-fcgi" {
        return Ok(Vec::new());
    }
    let started = Started::by(&arguments());
    let mut configuration = Configuration::new(started.prefix.clone());
    // SAFETY: the caller's contract.
    unsafe { configuration.read(&started.file(), 0) };
    let pools = &configuration.pools;
    if started.for_a_test {
        let flaws = pools.iter().filter_map(|pool| pool.verify().err());
        let flaws: Vec<_> = flaws.collect();
        if !flaws.is_empty() {
            return Err(flaws.join("\naesock: "));
        }
    }
    let names = pools.iter().flat_map(Pool::items).map(|item| &item.name);
    let names = names.filter(|name| settings::is_misnamed(name));
    Ok(names.cloned().collect())
}

/// Says on the standard error why a test of php-fpm's configuration fails: PHP may write it to a file alone, as
/// HTML, or nowhere.
pub(in crate::php) fn tell_terminal(error: &str) {
    if is_a_test() {
        // Without a standard error there is the exit status.
        let _ = writeln!(io::stderr(), "{error}");
    }
}

/// Whether php-fpm was started to test its configuration.
pub(in crate::php) fn is_a_test() -> bool {
    sys::sapi_name() == b"fpm-fcgi" && Started::by(&arguments()).for_a_test
}

/// The arguments of this process.
fn arguments() -> Vec<OsString> {
    let arguments = fs::read("/proc/self/cmdline").unwrap_or_default();
    let arguments = arguments.strip_suffix(b"\0").unwrap_or(&arguments);
    let argument = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
    arguments.split(|byte| *byte == 0).map(argument).collect()
}

/// How php-fpm was started.
#[derive(Debug, Default, PartialEq, Eq)]
struct Started {
    /// `-t`
    for_a_test: bool,
    /// `-y`
    file: Option<PathBuf>,
    /// `-p`
    prefix: Option<PathBuf>,
}

impl Started {
    /// Reads the arguments as php-fpm does.
    fn by(arguments: &[OsString]) -> Self {
        /// The options that have a value.
        const WITH_VALUE: &[u8] = b"cdypg";
        let mut started = Self::default();
        let mut arguments = arguments.iter().skip(1).map(|argument| argument.as_bytes());
        while let Some(argument) = arguments.next() {
            let mut letters = match argument {
                [b'-', b'-', long @ ..] => match long_option(long) {
                    Some((b't', _)) => {
                        started.for_a_test = true;
                        continue;
                    }
                    Some((letter, value)) => {
                        started.take(letter, value.or_else(|| arguments.next()));
                        continue;
                    }
                    None => continue,
                },
                [b'-', letters @ ..] => letters,
                _ => continue,
            };
            while let [letter, rest @ ..] = letters {
                letters = rest;
                if WITH_VALUE.contains(letter) {
                    let value = Some(rest).filter(|rest| !rest.is_empty());
                    let value = value.map(|value| value.strip_prefix(b"=").unwrap_or(value));
                    started.take(*letter, value.or_else(|| arguments.next()));
                    break;
                }
                started.for_a_test |= *letter == b't';
            }
        }
        started
    }

    fn take(&mut self, letter: u8, value: Option<&[u8]>) {
        let path = value.map(|value| PathBuf::from(OsStr::from_bytes(value)));
        match letter {
            b'y' => self.file = path,
            b'p' => self.prefix = path,
            _ => {}
        }
    }

    /// The file of the configuration.
    fn file(&self) -> PathBuf {
        let in_ini = || {
            let file = sys::setting_or_configured(c"fpm.config")?;
            let file = Some(file).filter(|file| !file.is_empty())?;
            Some(PathBuf::from(OsStr::from_bytes(file)))
        };
        let in_prefix = || Some(self.prefix.as_ref()?.join("etc/php-fpm.conf"));
        let given = self.file.clone().or_else(in_ini).or_else(in_prefix);
        given.unwrap_or_else(|| {
            let folder = PathBuf::from(sys::constant(c"PHP_SYSCONFDIR").unwrap_or_default());
            let of_debian = folder.join(format!("php/{}/fpm/php-fpm.conf", sys::branch()));
            if of_debian.exists() {
                of_debian
            } else {
                folder.join("php-fpm.conf")
            }
        })
    }
}

/// The letter of a long option that says something here, or has a value.
fn long_option(text: &[u8]) -> Option<(u8, Option<&[u8]>)> {
    const LONG: [(&[u8], u8); 6] = [
        (b"test", b't'),
        (b"fpm-config", b'y'),
        (b"prefix", b'p'),
        (b"php-ini", b'c'),
        (b"define", b'd'),
        (b"pid", b'g'),
    ];
    let end = text.iter().position(|byte| *byte == b'=');
    let (name, value) = match end {
        Some(end) => (&text[..end], Some(&text[end + 1..])),
        None => (text, None),
    };
    let (_, letter) = LONG.iter().find(|(long, _)| *long == name)?;
    Some((*letter, value))
}

/// What the files of php-fpm say.
#[derive(Default)]
struct Configuration {
    prefix: PathBuf,
    pools: Vec<Pool>,
    /// Which one the lines are about, if any.
    present: Option<usize>,
}

/// A pool of php-fpm, as far as it decides what its settings mean.
#[derive(Default)]
struct Pool {
    name: Vec<u8>,
    /// Its first line.
    place: Place,
    user: Option<String>,
    group: Option<String>,
    chroot: Option<PathBuf>,
    /// `php_value`, `php_flag`.
    values: Vec<Item>,
    /// `php_admin_value`, `php_admin_flag`.
    admin_values: Vec<Item>,
}

/// One setting of a pool.
struct Item {
    name: Vec<u8>,
    value: Vec<u8>,
    place: Place,
}

/// A line of a file.
#[derive(Clone, Default)]
struct Place {
    file: PathBuf,
    line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.as_os_str().as_bytes();
        write!(f, "{}:{}", Escaped(file), self.line)
    }
}

impl Configuration {
    fn new(prefix: Option<PathBuf>) -> Self {
        let of_php = || PathBuf::from(sys::constant(c"PHP_PREFIX").unwrap_or_default());
        Self {
            prefix: prefix.unwrap_or_else(of_php),
            ..Self::default()
        }
    }

    /// Reads a file line by line, as php-fpm does. One that cannot be read php-fpm tells of.
    ///
    /// # Safety
    /// As [`verify`].
    unsafe fn read(&mut self, file: &Path, depth: usize) {
        let Some(text) = fs::read(file).ok().filter(|_| depth < DEEPEST) else {
            return;
        };
        for (number, line) in text.split(|byte| *byte == b'\n').enumerate() {
            let place = Place {
                file: file.to_owned(),
                line: number + 1,
            };
            // What says nothing here php-fpm alone reads, and tells what is wrong with it.
            if !concerns_us(line) {
                continue;
            }
            let Ok(line) = CString::new([line, b"\n"].concat()) else {
                continue;
            };
            let mut included = None;
            // SAFETY: the caller's contract.
            unsafe {
                sys::parse_ini_line(&line, &mut |line| {
                    included = included.take().or(self.take(&line, &place));
                });
            }
            for file in included.iter().flat_map(|pattern| files(pattern)) {
                // SAFETY: the caller's contract.
                unsafe { self.read(&file, depth + 1) };
            }
        }
    }

    /// Takes what a line says; returns the pattern of files that it includes.
    fn take(&mut self, line: &IniLine<'_>, place: &Place) -> Option<CString> {
        match *line {
            IniLine::Section(name) => self.present = self.pool_of(name, place),
            IniLine::Value(b"include", pattern) => {
                let path = self.prefix.join(OsStr::from_bytes(pattern));
                return CString::new(path.into_os_string().into_vec()).ok();
            }
            IniLine::Value(name, value) => {
                if let Some(pool) = self.present.and_then(|index| self.pools.get_mut(index)) {
                    pool.set(name, value);
                }
            }
            IniLine::Item(name, key, value) => {
                if let Some(pool) = self.present.and_then(|index| self.pools.get_mut(index)) {
                    pool.add(name, key, value, place);
                }
            }
        }
        None
    }

    /// The pool of a section; none where it is the global one.
    fn pool_of(&mut self, name: &[u8], place: &Place) -> Option<usize> {
        if name.eq_ignore_ascii_case(b"global") {
            return None;
        }
        let is_named = |pool: &Pool| pool.name.eq_ignore_ascii_case(name);
        let known = self.pools.iter().position(is_named);
        Some(known.unwrap_or_else(|| {
            self.pools.push(Pool {
                name: name.to_vec(),
                place: place.clone(),
                ..Pool::default()
            });
            self.pools.len() - 1
        }))
    }
}

/// Whether a line says something about pools and their settings.
fn concerns_us(line: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 6] = [b"[", b"include", b"user", b"group", b"chroot", b"php_"];
    let line = line.trim_ascii_start();
    BEGINNINGS
        .iter()
        .any(|beginning| line.starts_with(beginning))
}

/// The files of a pattern, in the order in which php-fpm reads them.
fn files(pattern: &CStr) -> Vec<PathBuf> {
    let mut found = MaybeUninit::<libc::glob_t>::zeroed();
    // SAFETY: the pattern is a C string, and the place is this function's; what glob(3) fills in is
    // released once, after it was copied.
    unsafe {
        let flags = libc::GLOB_ERR | libc::GLOB_MARK;
        if libc::glob(pattern.as_ptr(), flags, None, found.as_mut_ptr()) != 0 {
            return Vec::new();
        }
        let mut found = found.assume_init();
        let paths = (0..found.gl_pathc)
            .map(|index| CStr::from_ptr(*found.gl_pathv.add(index)).to_bytes())
            .filter(|path| !path.ends_with(b"/"))
            .map(|path| PathBuf::from(OsStr::from_bytes(path)))
            .collect();
        libc::globfree(&raw mut found);
        paths
    }
}

impl Pool {
    fn set(&mut self, name: &[u8], value: &[u8]) {
        let value = self.expanded(value);
        let text = || Some(String::from_utf8_lossy(&value).into_owned());
        match name {
            b"user" => self.user = text(),
            b"group" => self.group = text(),
            b"chroot" => self.chroot = Some(PathBuf::from(OsStr::from_bytes(&value))),
            _ => {}
        }
    }

    fn add(&mut self, kind: &[u8], name: &[u8], value: &[u8], place: &Place) {
        let flag = if value == b"1" { b"1" } else { b"0" }.to_vec();
        let value = self.expanded(value);
        let (list, value) = match kind {
            b"php_value" => (&mut self.values, value),
            b"php_flag" => (&mut self.values, flag),
            b"php_admin_value" => (&mut self.admin_values, value),
            b"php_admin_flag" => (&mut self.admin_values, flag),
            _ => return,
        };
        list.push(Item {
            name: name.to_vec(),
            value,
            place: place.clone(),
        });
    }

    /// A value with the pool's name in it.
    fn expanded(&self, value: &[u8]) -> Vec<u8> {
        const POOL: &[u8] = b"$pool";
        let mut expanded = Vec::new();
        let mut rest = value;
        while let Some(at) = rest.windows(POOL.len()).position(|window| window == POOL) {
            expanded.extend_from_slice(&rest[..at]);
            expanded.extend_from_slice(&self.name);
            rest = &rest[at + POOL.len()..];
        }
        expanded.extend_from_slice(rest);
        expanded
    }

    /// The items that count, those of aesock. php-fpm sets the last one first, and the administrator's after
    /// the others.
    fn items(&self) -> impl Iterator<Item = &Item> {
        let items = self.values.iter().rev();
        let items = items.chain(self.admin_values.iter().rev());
        items.filter(|item| settings::is_meant(&item.name))
    }

    /// Tries the settings as a worker of the pool would.
    fn verify(&self) -> Result<(), String> {
        let mut texts = Snapshot::take();
        for item in self.items() {
            if !texts.set(&item.name, item.value.clone()) {
                return Err(self.told(&settings::no_setting(&item.name), &item.place));
            }
        }
        // Those of php.ini, too: root has read its files by now, and the pool's user may not be able to.
        let verify = || {
            gates::verify(&texts)?;
            filter::verify(&texts.parse()?, &texts)
        };
        let Err(error) = self.as_worker(verify) else {
            return Ok(());
        };
        let is_meant = |item: &&Item| {
            let rest = error.as_bytes().strip_prefix(&*item.name);
            rest.is_some_and(|rest| rest.starts_with(b":"))
        };
        let item = self.items().filter(is_meant).last();
        Err(self.told(&error, item.map_or(&self.place, |item| &item.place)))
    }

    fn told(&self, error: &str, place: &Place) -> String {
        format!("pool `{}` ({place}): {error}", Escaped(&self.name))
    }

    /// Does in a process of its own, which php-fpm would make a worker in the same way, what may tell an
    /// error. What the pool itself lacks for that php-fpm tells.
    fn as_worker(&self, action: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
        let failed = |errno: Errno| format!("its settings cannot be tried: {}", errno.desc());
        let (reader, writer) = unistd::pipe().map_err(failed)?;
        // SAFETY: PHP has one thread yet, so a child may do what its parent may.
        match unsafe { fork() }.map_err(failed)? {
            ForkResult::Child => {
                let tried = || self.become_worker().map_or(Ok(()), |()| action());
                // Nothing of the parent's is to be gone on with here, nor to be ended.
                let result = catch_unwind(AssertUnwindSafe(tried))
                    .unwrap_or_else(|_| Err("aesock panicked".to_owned()));
                let error = result.err().unwrap_or_default();
                let told = fs::File::from(writer).write_all(error.as_bytes());
                let status = i32::from(told.is_err() || !error.is_empty());
                // SAFETY: it ends this process alone.
                unsafe { libc::_exit(status) }
            }
            ForkResult::Parent { child } => {
                drop(writer);
                let mut error = String::new();
                let told = fs::File::from(reader).read_to_string(&mut error);
                match waitpid(child, None).map_err(failed)? {
                    WaitStatus::Exited(_, 0) => Ok(()),
                    _ if told.is_ok() && !error.is_empty() => Err(error),
                    _ => Err("its settings cannot be tried".to_owned()),
                }
            }
        }
    }

    /// Makes this process what the worker is. An ordinary user's php-fpm leaves its workers as they are.
    fn become_worker(&self) -> Option<()> {
        if !geteuid().is_root() {
            return Some(());
        }
        let user = self.user.as_deref().and_then(find_user)?;
        let group = match self.group.as_deref() {
            Some(group) => find_group(group)?,
            None => user.gid,
        };
        if let Some(root) = &self.chroot {
            chroot(root).ok()?;
            unistd::chdir("/").ok()?;
            origin::note();
        }
        setgid(group).ok()?;
        initgroups(&CString::new(user.name).ok()?, group).ok()?;
        setuid(user.uid).ok()
    }
}

fn find_user(name: &str) -> Option<User> {
    let by_name = User::from_name(name).ok().flatten();
    let by_number = || User::from_uid(Uid::from_raw(name.parse().ok()?)).ok()?;
    by_name.or_else(by_number)
}

fn find_group(name: &str) -> Option<Gid> {
    let by_name = Group::from_name(name).ok().flatten();
    let by_number = || name.parse().ok().map(Gid::from_raw);
    by_name.map(|group| group.gid).or_else(by_number)
}
