//! The rules of a file (`aesock.rules`): its form, and when it is read again. What a rule means is
//! [`rule`](super::rule)'s matter, and which counts [`policy`](super)'s.
//!
//! # Design
//! A [`RulesFile`] gives out whole sets of rules: those of the settings with those of the file
//! behind them. A version that cannot be taken gives an error, once, and the caller keeps what it
//! has. Nothing here asks for the time but [`RulesFile::refresh`], once a second at most.

use super::rule::{Rule, RuleError};
use crate::core::{
    escape::Escaped,
    host::{
        file_version::{FileVersion, is_missing},
        origin, secure_path, spare,
    },
};
use nix::unistd::{Uid, geteuid};
use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How long the file may go unlooked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A version that was written more recently than this may still be written.
const SETTLED: Duration = Duration::from_millis(100);

/// Rules of either kind, in the order written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// Those that allow.
    pub allow: Vec<Rule>,
    /// Those that deny.
    pub deny: Vec<Rule>,
}

impl Rules {
    /// Reads lines of `allow RULE...` and `deny RULE...`. `#` begins a comment at the start of a
    /// line and behind a blank.
    ///
    /// # Errors
    /// [`LineError`] of the first line that is neither.
    pub fn parse(text: &[u8]) -> Result<Self, LineError> {
        /// What some editors write before UTF-8.
        const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let mut rules = Self::default();
        for (line, number) in text.split(|&byte| byte == b'\n').zip(1..) {
            rules
                .add_line(line)
                .map_err(|flaw| LineError { number, flaw })?;
        }
        Ok(rules)
    }

    fn add_line(&mut self, line: &[u8]) -> Result<(), LineFlaw> {
        let line = std::str::from_utf8(line).map_err(|_| LineFlaw::NotUtf8)?;
        let line = without_comment(line).trim_ascii();
        if line.is_empty() {
            return Ok(());
        }
        let (verb, rest) = line
            .split_once(|character: char| character.is_ascii_whitespace())
            .unwrap_or((line, ""));
        let rules = match verb {
            "allow" => &mut self.allow,
            "deny" => &mut self.deny,
            _ => return Err(LineFlaw::Verb(verb.to_owned())),
        };
        let before = rules.len();
        rules.extend(Rule::parse_list(rest)?);
        if rules.len() == before {
            return Err(LineFlaw::NoRule(verb.to_owned()));
        }
        Ok(())
    }

    /// These, and `others` behind them.
    fn followed_by(mut self, others: Self) -> Self {
        self.allow.extend(others.allow);
        self.deny.extend(others.deny);
        self
    }
}

/// A `#` within a word is none: the path of a Unix socket may have one.
fn without_comment(line: &str) -> &str {
    let begins = |&(at, _): &(usize, &str)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|before| before.is_ascii_whitespace())
    };
    line.match_indices('#')
        .find(begins)
        .map_or(line, |(at, _)| &line[..at])
}

/// A line that is no rule.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {number}: {flaw}")]
pub struct LineError {
    number: u32,
    flaw: LineFlaw,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum LineFlaw {
    #[error("not UTF-8")]
    NotUtf8,
    #[error("`{}` is neither allow nor deny", Escaped(.0.as_bytes()))]
    Verb(String),
    #[error("no rule stands behind {0}")]
    NoRule(String),
    #[error(transparent)]
    Rule(#[from] RuleError),
}

/// Why a file gives no rules.
#[derive(Debug, thiserror::Error)]
pub enum RulesFileError {
    /// What it leads to would depend on the working directory, which scripts change.
    #[error("`{}` is not an absolute path", shown(.0))]
    Relative(PathBuf),
    /// It is not there, or cannot be looked at now.
    #[error("cannot read `{}`: {error}", shown(.path))]
    Read {
        /// The file.
        path: PathBuf,
        /// Of the kernel.
        error: io::Error,
    },
    /// It is not for this user.
    #[error(
        "cannot read `{}`: {error} for uid {user}, give it mode 644, and 755 to its folders",
        shown(.path)
    )]
    Forbidden {
        /// The file.
        path: PathBuf,
        /// Of the kernel.
        error: io::Error,
        /// The user.
        user: Uid,
    },
    /// A directory, or something that may never end.
    #[error("`{}` is not a regular file", shown(.0))]
    Irregular(PathBuf),
    /// It was not the same before and after it was read.
    #[error("`{}` changed while it was read, rename a new file into its place", shown(.0))]
    Changing(PathBuf),
    /// Scripts, which run as this process's user, could write rules.
    #[error("`{}` is refused: the user of this process (uid {user}) can change `{}`, give that to root with `chown root` and `chmod go-w`", shown(.path), shown(.writable))]
    Writable {
        /// The file.
        path: PathBuf,
        /// Where: the file, or a directory on the way to it.
        writable: PathBuf,
        /// The user.
        user: Uid,
    },
    /// It had a text, and has no byte any more: whoever wrote it was interrupted, or the disk is full.
    #[error("`{}` is empty now, write a comment into it if there are to be no rules", shown(.0))]
    Emptied(PathBuf),
    /// A line that is no rule.
    #[error("`{}` {error}", shown(.path))]
    Line {
        /// The file.
        path: PathBuf,
        /// The first such line.
        error: LineError,
    },
}

impl RulesFileError {
    fn unread(path: PathBuf, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::PermissionDenied {
            let user = geteuid();
            return Self::Forbidden { path, error, user };
        }
        Self::Read { path, error }
    }

    /// Whether the file may be fine, and only this look failed.
    fn is_passing(&self) -> bool {
        let Self::Read { error, .. } = self else {
            return matches!(self, Self::Changing(_));
        };
        !is_missing(error)
    }
}

fn shown(path: &Path) -> Escaped<'_> {
    Escaped(path.as_os_str().as_encoded_bytes())
}

/// Whose files are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writers {
    /// Everyone's.
    Anyone,
    /// Those that the user of this process cannot change; root's in any case.
    Others,
}

/// A file of rules that is read again when it changes.
#[derive(Debug)]
pub struct RulesFile {
    path: PathBuf,
    writers: Writers,
    /// The rules of the settings.
    first: Rules,
    /// The version that was read last, if it could be.
    seen: Option<Version>,
    /// Whether the version in force has a text.
    has_text: bool,
    /// The error that was told last, unless a good version came since.
    told: Option<String>,
    /// When to look again.
    due: Duration,
    /// Since when a version is too young to be taken.
    waiting: Option<Duration>,
}

/// A file's state and who read it: what root may read is another matter to the user that a worker
/// becomes.
type Version = (FileVersion, Uid);

impl RulesFile {
    /// Reads the file at `path` now, at the time `now` of
    /// [`clock`](crate::core::host::clock): the rules of the settings, which are `first`, and those
    /// of the file.
    ///
    /// # Errors
    /// [`RulesFileError`], where there are none to be had.
    pub fn open(
        path: PathBuf,
        writers: Writers,
        first: Rules,
        now: Duration,
    ) -> Result<(Self, Rules), RulesFileError> {
        if !path.is_absolute() {
            return Err(RulesFileError::Relative(path));
        }
        let mut file = Self {
            path,
            writers,
            first,
            seen: None,
            has_text: false,
            told: None,
            due: now + LOOK_EVERY,
            waiting: None,
        };
        let rules = file.read()?;
        Ok((file, rules))
    }

    /// The rules, if the file changed since it was last read; it is looked at once a second at most.
    /// A version that is not settled is looked at again a little later, for a second at most.
    ///
    /// # Errors
    /// [`RulesFileError`] where it gives none, but not the same one twice; the rules of before stay
    /// good.
    pub fn refresh(&mut self, now: Duration) -> Option<Result<Rules, RulesFileError>> {
        self.look_at(now, SystemTime::now)
    }

    /// The path, as it was set.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why the version that is there now is not in force, if it is not.
    #[must_use]
    pub fn held_off(&self) -> Option<&str> {
        self.told.as_deref()
    }

    fn look_at(
        &mut self,
        now: Duration,
        wall: impl FnOnce() -> SystemTime,
    ) -> Option<Result<Rules, RulesFileError>> {
        if now < self.due {
            return None;
        }
        self.due = now + LOOK_EVERY;
        let file = origin::check()
            .and_then(|()| FileVersion::of(&self.path))
            .ok();
        let version = file.map(|file| (file, geteuid()));
        if version.is_some() && version == self.seen {
            return None;
        }
        let since = *self.waiting.get_or_insert(now);
        let is_young = file.is_some_and(|file| file.age(wall()) < SETTLED);
        if is_young && now - since < LOOK_EVERY {
            self.due = now + SETTLED;
            return None;
        }
        self.waiting = None;
        let rules = self.read();
        if rules.as_ref().is_err_and(RulesFileError::is_passing) {
            // A script that holds all descriptors must let one go before it connects.
            self.due = now;
        }
        let told = rules.as_ref().err().map(ToString::to_string);
        let is_news = told.is_none() || told != self.told;
        self.told = told;
        is_news.then_some(rules)
    }

    /// All rules, those of the file as it is now.
    fn read(&mut self) -> Result<Rules, RulesFileError> {
        let text = self.text()?;
        if text.is_empty() && self.has_text {
            return Err(RulesFileError::Emptied(self.path.clone()));
        }
        let rules = Rules::parse(&text).map_err(|error| RulesFileError::Line {
            path: self.path.clone(),
            error,
        })?;
        self.has_text = !text.is_empty();
        Ok(self.first.clone().followed_by(rules))
    }

    /// The file's content.
    fn text(&mut self) -> Result<Vec<u8>, RulesFileError> {
        self.seen = None;
        let path = || self.path.clone();
        let unread = |error| RulesFileError::unread(path(), error);
        origin::check().map_err(unread)?;
        // Opening a pipe would wait for a writer.
        if !self.path.metadata().map_err(unread)?.is_file() {
            return Err(RulesFileError::Irregular(path()));
        }
        self.refuse_writable()?;
        let (before, text, after) = spare::look(|| content(&self.path)).map_err(unread)?;
        self.seen = Some((before, geteuid()));
        if before == after {
            Ok(text)
        } else {
            Err(RulesFileError::Changing(path()))
        }
    }

    fn refuse_writable(&self) -> Result<(), RulesFileError> {
        if self.writers == Writers::Anyone {
            return Ok(());
        }
        let path = self.path.clone();
        match secure_path::writable_by_us(&path) {
            Ok(None) => Ok(()),
            Ok(Some(writable)) => Err(RulesFileError::Writable {
                path,
                writable,
                user: geteuid(),
            }),
            Err(error) => Err(RulesFileError::unread(path, error)),
        }
    }
}

/// What the file says, and its versions before and after it was read.
fn content(path: &Path) -> io::Result<(FileVersion, Vec<u8>, FileVersion)> {
    let mut file = File::open(path)?;
    let before = FileVersion::from(&file.metadata()?);
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    let after = FileVersion::from(&file.metadata()?);
    Ok((before, text, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, sync::atomic};

    fn texts(rules: &[Rule]) -> Vec<&str> {
        rules.iter().map(|rule| &*rule.text).collect()
    }

    fn flaw(text: &str) -> String {
        Rules::parse(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_byte_order_mark_is_read_over_where_the_file_begins_and_nowhere_else() {
        let rules = Rules::parse("\u{feff}allow 10.0.0.5\r\ndeny 10.0.0.6\n".as_bytes()).unwrap();
        assert_eq!(
            (texts(&rules.allow), texts(&rules.deny)),
            (vec!["10.0.0.5"], vec!["10.0.0.6"])
        );
        assert_eq!(
            flaw("allow 10.0.0.5\n\u{feff}deny 10.0.0.6\n"),
            "line 2: `\\xef\\xbb\\xbfdeny` is neither allow nor deny"
        );
    }

    #[test]
    fn lines_allow_or_deny_one_rule_or_several() {
        let text = "# our hosts\n\nallow 10.8.0.0/16\n\t deny\tevil.test, *.evil.test  x.test # bad\r\nallow unix:/run/a#b #c\n  # end\ndeny private";
        let rules = Rules::parse(text.as_bytes()).unwrap();
        assert_eq!(texts(&rules.allow), ["10.8.0.0/16", "unix:/run/a#b"]);
        assert_eq!(
            texts(&rules.deny),
            ["evil.test", "*.evil.test", "x.test", "private"]
        );
        assert_eq!(Rules::parse(b"").unwrap(), Rules::default());
    }

    #[test]
    fn a_bad_line_is_told_with_its_number_and_its_flaw() {
        for (text, told) in [
            (
                "allow listen\npermit 10.0.0.5\n",
                "line 2: `permit` is neither allow nor deny",
            ),
            ("10.0.0.5", "line 1: `10.0.0.5` is neither allow nor deny"),
            ("Allow listen", "line 1: `Allow` is neither allow nor deny"),
            ("\n\nallow", "line 3: no rule stands behind allow"),
            ("deny ,, # x", "line 1: no rule stands behind deny"),
            (
                "allow listen\ndeny a.test h:0\npermit",
                "line 2: rule `h:0`: the port is not one from 1 to 65535 or a range of them",
            ),
            (
                "a\u{1b}llow x",
                "line 1: `a\\x1bllow` is neither allow nor deny",
            ),
        ] {
            assert_eq!(flaw(text), told);
        }
        let error = Rules::parse(b"allow listen\nallow \xff\n").unwrap_err();
        assert_eq!(error.to_string(), "line 2: not UTF-8");
    }

    /// A file of rules that ends with the test, and the time in it.
    struct Scene {
        path: PathBuf,
        file: RulesFile,
        now: Duration,
    }

    impl Scene {
        fn new(text: &str) -> Self {
            static NUMBER: atomic::AtomicU32 = atomic::AtomicU32::new(0);
            let number = NUMBER.fetch_add(1, atomic::Ordering::Relaxed);
            let name = format!("aesock-rules-{}-{number}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::write(&path, text).unwrap();
            let now = Duration::from_secs(100);
            let first = Rules::parse(b"allow first.test\ndeny first.test").unwrap();
            let (file, _) = RulesFile::open(path.clone(), Writers::Anyone, first, now).unwrap();
            Self { path, file, now }
        }

        /// What a look after `later` finds, the file being `age` old.
        fn look_when(&mut self, later: Duration, age: Duration) -> Option<String> {
            self.now += later;
            let modified = fs::metadata(&self.path).and_then(|metadata| metadata.modified());
            let wall = || modified.map_or(SystemTime::UNIX_EPOCH, |modified| modified + age);
            let told = self.file.look_at(self.now, wall)?;
            Some(told.map_or_else(
                |error| {
                    error
                        .to_string()
                        .replace(&*self.path.to_string_lossy(), "FILE")
                },
                |rules| [texts(&rules.allow), texts(&rules.deny)].concat().join(" "),
            ))
        }

        fn refresh(&mut self) -> Option<String> {
            self.look_when(LOOK_EVERY, SETTLED)
        }
    }

    impl Drop for Scene {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.path);
        }
    }

    #[test]
    fn a_changed_file_is_read_again_and_stands_behind_the_settings() {
        let mut scene = Scene::new("allow a.test\n");
        assert_eq!(scene.refresh(), None, "it is as it was");
        fs::write(&scene.path, "allow b.test\ndeny bad.test\n").unwrap();
        assert_eq!(
            scene.refresh().as_deref(),
            Some("first.test b.test first.test bad.test")
        );
        assert_eq!(scene.refresh(), None);
        fs::write(&scene.path, "# none\n").unwrap();
        assert_eq!(scene.refresh().as_deref(), Some("first.test first.test"));
    }

    #[test]
    fn a_file_that_lost_its_text_changes_nothing_until_it_says_that_there_are_no_rules() {
        let mut scene = Scene::new("");
        fs::write(&scene.path, "deny bad.test\n").unwrap();
        assert_eq!(
            scene.refresh().as_deref(),
            Some("first.test first.test bad.test")
        );
        fs::write(&scene.path, "").unwrap();
        let told = "`FILE` is empty now, write a comment into it if there are to be no rules";
        assert_eq!(scene.refresh().as_deref(), Some(told));
        assert_eq!(scene.refresh(), None);
        fs::write(&scene.path, "\n").unwrap();
        assert_eq!(scene.refresh().as_deref(), Some("first.test first.test"));
    }

    #[test]
    fn the_file_is_looked_at_once_a_second() {
        let mut scene = Scene::new("allow a.test\n");
        fs::write(&scene.path, "allow bb.test\n").unwrap();
        let almost = LOOK_EVERY - Duration::from_nanos(1);
        assert_eq!(scene.look_when(almost, SETTLED), None);
        let rest = Duration::from_nanos(1);
        assert_eq!(
            scene.look_when(rest, SETTLED).as_deref(),
            Some("first.test bb.test first.test")
        );
        fs::write(&scene.path, "allow c.test\n").unwrap();
        assert_eq!(scene.look_when(almost, SETTLED), None);
    }

    #[test]
    fn a_version_that_may_still_be_written_waits_until_it_is_settled() {
        let mut scene = Scene::new("allow a.test\n");
        fs::write(&scene.path, "allow bb.test\n").unwrap();
        let young = SETTLED - Duration::from_nanos(1);
        assert_eq!(scene.look_when(LOOK_EVERY, young), None);
        assert_eq!(
            scene.look_when(SETTLED, SETTLED).as_deref(),
            Some("first.test bb.test first.test")
        );
        fs::write(&scene.path, "allow c.test\n").unwrap();
        assert_eq!(scene.look_when(LOOK_EVERY, young), None);
        for _ in 0..9 {
            assert_eq!(scene.look_when(SETTLED, young), None);
        }
        assert!(
            scene.look_when(SETTLED, young).is_some(),
            "but a second at most"
        );
    }

    #[test]
    fn a_bad_or_missing_version_is_told_once_and_the_next_good_one_is_taken() {
        let mut scene = Scene::new("allow a.test\n");
        fs::remove_file(&scene.path).unwrap();
        let told = "cannot read `FILE`: No such file or directory (os error 2)";
        assert_eq!(scene.refresh().as_deref(), Some(told));
        assert_eq!(scene.refresh(), None);
        fs::write(&scene.path, "allow b.test\nallow c.test:").unwrap();
        let told =
            "`FILE` line 2: rule `c.test:`: the port is not one from 1 to 65535 or a range of them";
        assert_eq!(scene.refresh().as_deref(), Some(told));
        assert_eq!(scene.refresh(), None);
        fs::remove_file(&scene.path).unwrap();
        let told = "cannot read `FILE`: No such file or directory (os error 2)";
        assert_eq!(scene.refresh().as_deref(), Some(told));
        assert_eq!(scene.refresh(), None);
        fs::write(&scene.path, "allow d.test\n").unwrap();
        assert_eq!(
            scene.refresh().as_deref(),
            Some("first.test d.test first.test")
        );
    }

    #[test]
    fn a_file_in_its_place_is_a_new_version_even_of_the_same_size_and_time() {
        let mut scene = Scene::new("allow a.test\n");
        let modified = fs::metadata(&scene.path).unwrap().modified().unwrap();
        let other = scene.path.with_extension("new");
        fs::write(&other, "allow b.test\n").unwrap();
        let file = File::options().write(true).open(&other).unwrap();
        file.set_modified(modified).unwrap();
        fs::rename(&other, &scene.path).unwrap();
        assert_eq!(
            scene.refresh().as_deref(),
            Some("first.test b.test first.test")
        );
    }

    #[test]
    fn what_is_no_file_of_rules_is_told() {
        let open = |path: &str| {
            RulesFile::open(
                path.into(),
                Writers::Others,
                Rules::default(),
                Duration::ZERO,
            )
            .map(drop)
            .unwrap_err()
            .to_string()
        };
        assert_eq!(open("rules"), "`rules` is not an absolute path");
        assert_eq!(open("/"), "`/` is not a regular file");
        assert_eq!(open("/dev/null"), "`/dev/null` is not a regular file");
        assert_eq!(
            open("/nonexistent/\n"),
            "cannot read `/nonexistent/\\x0a`: No such file or directory (os error 2)"
        );
    }
}
