//! Whether the user of this process could change what a path leads to. It reads no file, and what
//! another user could change is not its matter.

use nix::{
    errno::Errno,
    fcntl::{AT_FDCWD, AtFlags},
    sys::statvfs::{FsFlags, statvfs},
    unistd::{AccessFlags, Uid, faccessat, geteuid},
};
use std::{
    collections::VecDeque,
    ffi::OsString,
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Component, Path, PathBuf},
};

/// `MAXSYMLINKS` of Linux.
const MOST_LINKS: usize = 40;

/// The directory or file by which the effective user of this process can change what the absolute
/// `path` leads to: one that they can write, or own and so make writable. `None`: there is none, or
/// the user is root, who can change everything.
///
/// A directory is one by which another file can be put at the path, so each on the way counts,
/// those of symbolic links too. In one with the sticky bit (`/tmp`) only owners replace files.
///
/// # Errors
/// Those of looking for the file.
pub fn writable_by_us(path: &Path) -> io::Result<Option<PathBuf>> {
    let user = geteuid();
    if user.is_root() {
        return Ok(None);
    }
    for step in way(path)? {
        if can_change(&step, user)? {
            return Ok(Some(step.path));
        }
    }
    Ok(None)
}

/// The absolute path of these names behind the symbolic links that only root can change (`/var/run`), as
/// far as it is there: what another user could lead elsewhere stays as it is written.
pub fn behind_links_of_root(names: &[&str]) -> PathBuf {
    let follow = |walked: PathBuf, name: &&str| {
        let entry = walked.join(name);
        let is_roots = |step: &Step| step.entry.is_none() || only_root_changes(&step.path);
        match way(&entry) {
            Ok(steps) if steps.iter().all(is_roots) => entry.canonicalize().unwrap_or(entry),
            _ => entry,
        }
    };
    names.iter().fold(PathBuf::from("/"), follow)
}

fn only_root_changes(directory: &Path) -> bool {
    const GROUP_AND_OTHERS: u32 = 0o022;
    fs::metadata(directory)
        .is_ok_and(|metadata| metadata.uid() == 0 && metadata.mode() & GROUP_AND_OTHERS == 0)
}

/// One step on the way to a file.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    path: PathBuf,
    /// What the way takes in this directory; `None` where it is the file itself.
    entry: Option<PathBuf>,
}

/// All steps on the way to the absolute `path`, as the kernel walks it (path_resolution(7)).
fn way(path: &Path) -> io::Result<Vec<Step>> {
    let mut steps = Vec::new();
    let mut walked = PathBuf::from("/");
    let mut ahead = names(path);
    let mut links = 0;
    while let Some(name) = ahead.pop_front() {
        if name == ".." {
            walked.pop();
            continue;
        }
        let entry = walked.join(&name);
        let is_link = fs::symlink_metadata(&entry)?.is_symlink();
        steps.push(Step {
            path: walked.clone(),
            entry: Some(entry.clone()),
        });
        if !is_link {
            walked = entry;
            continue;
        }
        links += 1;
        if links > MOST_LINKS {
            return Err(Errno::ELOOP.into());
        }
        let target = fs::read_link(&entry)?;
        if target.is_absolute() {
            walked = PathBuf::from("/");
        }
        let rest = std::mem::replace(&mut ahead, names(&target));
        ahead.extend(rest);
    }
    steps.push(Step {
        path: walked,
        entry: None,
    });
    Ok(steps)
}

fn names(path: &Path) -> VecDeque<OsString> {
    let name = |component| match component {
        Component::Normal(name) => Some(name.to_owned()),
        Component::ParentDir => Some("..".into()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
    };
    path.components().filter_map(name).collect()
}

/// Whether `user` can change what the step leads to.
fn can_change(step: &Step, user: Uid) -> io::Result<bool> {
    let metadata = fs::metadata(&step.path)?;
    if metadata.uid() == user.as_raw() {
        return Ok(!is_read_only(&step.path)?);
    }
    let entry = step.entry.as_ref().map(fs::symlink_metadata).transpose()?;
    if is_kept_by_owners(metadata.mode(), entry.map(|entry| entry.uid()), user) {
        return Ok(false);
    }
    may_write(&step.path)
}

/// Whether the sticky bit of a directory of someone else keeps its entry.
fn is_kept_by_owners(mode: u32, owner_of_entry: Option<u32>, user: Uid) -> bool {
    mode & libc::S_ISVTX != 0 && owner_of_entry.is_some_and(|owner| owner != user.as_raw())
}

/// Whether the effective user may write `path` (faccessat(2) with `AT_EACCESS`).
fn may_write(path: &Path) -> io::Result<bool> {
    match faccessat(AT_FDCWD, path, AccessFlags::W_OK, AtFlags::AT_EACCESS) {
        Ok(()) => Ok(true),
        Err(Errno::EACCES | Errno::EROFS | Errno::EPERM) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Whether `path` is on a file system that is mounted for reading only, where an owner can do no
/// more than others.
fn is_read_only(path: &Path) -> io::Result<bool> {
    Ok(statvfs(path)?.flags().contains(FsFlags::ST_RDONLY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    /// The way to `path`, in short.
    fn told(path: &Path) -> Vec<String> {
        let steps = way(path).unwrap();
        let step = |step: &Step| match &step.entry {
            Some(entry) => entry.display().to_string(),
            None => format!("= {}", step.path.display()),
        };
        steps.iter().map(step).collect()
    }

    #[test]
    fn the_way_has_every_directory_and_those_of_links() {
        let folder =
            std::env::temp_dir().join(format!("aesock-secure-path-{}", std::process::id()));
        fs::create_dir_all(folder.join("a/b")).unwrap();
        fs::write(folder.join("a/b/rules"), "").unwrap();
        symlink("../a/./b", folder.join("a/relative")).unwrap();
        symlink(folder.join("a/relative/rules"), folder.join("absolute")).unwrap();
        symlink("loop", folder.join("loop")).unwrap();

        let to_folder = told(&folder);
        let to_folder = &to_folder[..to_folder.len() - 1];
        let below = |ends: &[&str]| ends.iter().map(|end| folder.join(end)).collect::<Vec<_>>();
        let mut expected: Vec<String> = to_folder.to_vec();
        let shown = |paths: Vec<PathBuf>| {
            let shown = paths.into_iter().map(|path| path.display().to_string());
            shown.collect::<Vec<_>>()
        };
        expected.extend(shown(below(&["absolute"])));
        expected.extend_from_slice(to_folder);
        expected.extend(shown(below(&["a", "a/relative", "a", "a/b", "a/b/rules"])));
        expected.push(format!("= {}", folder.join("a/b/rules").display()));
        assert_eq!(told(&folder.join("absolute")), expected);

        let error = |path: &str| way(&folder.join(path)).unwrap_err().raw_os_error();
        assert_eq!(error("loop"), Some(libc::ELOOP));
        assert_eq!(error("a/none"), Some(libc::ENOENT));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_sticky_bit_keeps_what_others_own() {
        let user = Uid::from_raw(33);
        for (mode, owner, kept) in [
            (0o1777, Some(0), true),
            (0o1777, Some(34), true),
            (0o1777, Some(33), false),
            (0o777, Some(0), false),
            (0o1777, None, false),
        ] {
            assert_eq!(is_kept_by_owners(mode, owner, user), kept, "{mode:o}");
        }
    }

    #[test]
    fn an_owner_can_change_a_file_that_they_may_not_write() {
        let file = std::env::temp_dir().join(format!("aesock-own-{}", std::process::id()));
        fs::write(&file, "").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
        let itself = Step {
            path: file.clone(),
            entry: None,
        };
        let owner = Uid::from_raw(fs::metadata(&file).unwrap().uid());
        assert!(can_change(&itself, owner).unwrap());
        fs::remove_file(file).unwrap();
    }

    use std::os::unix::fs::PermissionsExt;
}
