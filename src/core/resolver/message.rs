//! The messages of name servers: questions as they are sent, and what an answer says to one. Not the
//! sockets that they go by.
//!
//! Answers are read a record at a time by hickory's decoder. What answers the question counts, as for
//! the C library; everything else is stepped over by its length, whatever is in it. So junk beside a
//! good record costs nothing, and a record that is itself broken is as if it were not there.

use super::{
    answer::Families,
    error::LookupError,
    outcome::{Failed, Found, Outcome},
    query::Query,
};
use hickory_proto::{
    rr::{DNSClass, Name, RecordType},
    serialize::binary::{BinDecodable, BinDecoder, DecodeError},
};
use std::{
    cell::OnceCell,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

/// How many aliases lead from a name to its addresses at most; glibc knows no limit.
const ALIASES: usize = 64;

/// How long an answer by UDP may be: what passes every network in one piece (the DNS flag day of 2020).
const PAYLOAD: u16 = 1232;

/// Whether a question says how long its answer may be (RFC 6891), which a few servers do not bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edns {
    /// It does.
    Asked,
    /// It is as in 1987: 512 bytes.
    Plain,
}

const HEADER: usize = 12;
const RECURSION_DESIRED: u16 = 0x0100;

/// The message that puts `query` to a server.
pub(super) fn question(id: u16, query: &Query, edns: Edns) -> Vec<u8> {
    let additional = u16::from(edns == Edns::Asked);
    let mut message = Vec::with_capacity(HEADER + 256 + 4 + 11);
    for number in [id, RECURSION_DESIRED, 1, 0, 0, additional] {
        message.extend(number.to_be_bytes());
    }
    message.extend_from_slice(query.name.as_bytes());
    message.extend(of_internet(query.kind));
    if edns == Edns::Asked {
        // The root, type, payload, no extended code, version 0, no flags, no options.
        message.push(0);
        message.extend(u16::from(RecordType::OPT).to_be_bytes());
        message.extend(PAYLOAD.to_be_bytes());
        message.extend([0; 6]);
    }
    message
}

/// Type and class as they stand behind a name.
fn of_internet(kind: RecordType) -> [u8; 4] {
    let ([one, two], [three, four]) = (
        u16::from(kind).to_be_bytes(),
        u16::from(DNSClass::IN).to_be_bytes(),
    );
    [one, two, three, four]
}

/// What a message says to a question.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// The answer.
    Said(Outcome),
    /// Ask again by TCP.
    Truncated,
    /// The server did not do its work.
    Refused,
    /// The same, and without EDNS it may.
    RefusedEdns,
    /// Nothing: it cannot be read.
    Unreadable,
}

/// A message from a server.
pub(super) struct Message<'a> {
    id: u16,
    flags: u16,
    answers: u16,
    authorities: u16,
    additional: u16,
    /// Name, type and class.
    question: Option<&'a [u8]>,
    /// At the first record.
    records: BinDecoder<'a>,
}

/// Codes of answers (RFC 1035, section 4.1.1).
const FORMAT_ERROR: u16 = 1;
const SERVER_FAILURE: u16 = 2;
const NO_SUCH_NAME: u16 = 3;
const NOT_IMPLEMENTED: u16 = 4;
const REFUSED: u16 = 5;

const RESPONSE: u16 = 0x8000;
const AUTHORITATIVE: u16 = 0x0400;
const TRUNCATED: u16 = 0x0200;
const RECURSION_AVAILABLE: u16 = 0x0080;

impl<'a> Message<'a> {
    /// Reads header and question. `None` for what is no message with one question, or with none as
    /// some servers send it that refuse.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut records = BinDecoder::new(bytes);
        let mut number = || Some(records.read_u16().ok()?.unverified());
        let [id, flags, questions] = [number()?, number()?, number()?];
        let [answers, authorities, additional] = [number()?, number()?, number()?];
        let question = match questions {
            0 => None,
            1 => Some(question_in(&mut records, bytes)?),
            _ => return None,
        };
        let message = Self {
            id,
            flags,
            answers,
            authorities,
            additional,
            question,
            records,
        };
        let is_bare_refusal = message.is_refusal() && bytes.len() == HEADER;
        (questions == 1 || is_bare_refusal).then_some(message)
    }

    /// Whether it answers `query`, which was put with `id`.
    pub(super) fn answers(&self, id: u16, query: &Query) -> bool {
        self.id == id && self.question.is_none_or(|question| is_of(question, query))
    }

    /// What it says to `query`, which was put so.
    pub(super) fn reply(self, query: &Query, edns: Edns) -> Reply {
        let dislikes_edns = match self.code() {
            FORMAT_ERROR | NOT_IMPLEMENTED => true,
            SERVER_FAILURE | REFUSED => self.additional == 0,
            _ => self.answers == 0 && self.has_extended_code(),
        };
        if edns == Edns::Asked && dislikes_edns {
            return Reply::RefusedEdns;
        }
        if !matches!(self.code(), 0 | NO_SUCH_NAME) || self.is_lame(edns) {
            return Reply::Refused;
        }
        if self.flags & TRUNCATED != 0 {
            return Reply::Truncated;
        }
        self.outcome(query).map_or(Reply::Unreadable, Reply::Said)
    }

    /// Whether an OPT record has the rest of a code that is none of the usual ones, such as BADVERS.
    fn has_extended_code(&self) -> bool {
        let mut records = self.records.clone(position(&self.records));
        let others = u32::from(self.authorities) + u32::from(self.additional);
        let mut others = (0..others).map_while(|_| Record::next(&mut records, &[]));
        others.any(|record| record.kind == RecordType::OPT && record.ttl >> 24 != 0)
    }

    fn code(&self) -> u16 {
        self.flags & 0xf
    }

    fn is_refusal(&self) -> bool {
        let code = self.code();
        matches!(
            code,
            FORMAT_ERROR | SERVER_FAILURE | NOT_IMPLEMENTED | REFUSED
        )
    }

    /// Whether the server knows nothing and asks nobody (`send_dg` in glibc's res_send.c), or sends back
    /// what it got.
    fn is_lame(&self, edns: Edns) -> bool {
        let says_nothing = self.code() == 0 && self.answers == 0;
        let knows = self.flags & (AUTHORITATIVE | RECURSION_AVAILABLE) != 0;
        let is_echo = self.flags & RESPONSE == 0;
        let is_bare = self.additional <= u16::from(edns == Edns::Asked);
        says_nothing && (is_echo || !knows && is_bare)
    }

    /// The addresses that it has for `query`. `None` where a record ends behind the message.
    fn outcome(mut self, query: &Query) -> Option<Outcome> {
        let mut listed = Vec::new();
        let asked = Asked::new(query);
        for _ in 0..self.answers {
            let record = Record::next(&mut self.records, query.name.as_bytes())?;
            listed.extend(record.of_use(&asked));
        }
        if self.code() == NO_SUCH_NAME {
            return Some(Err(self.absence(LookupError::NotFound)));
        }
        let (owner, alias_ttl) = follow_aliases(&listed);
        let of_owner = listed.iter().filter(|(name, ..)| name == owner);
        let mut lowest = alias_ttl;
        let addresses: Vec<_> = of_owner
            .filter_map(|(_, ttl, data)| {
                let address = data.address()?;
                lowest = Some(lowest.map_or(*ttl, |lowest| lowest.min(*ttl)));
                Some(address)
            })
            .collect();
        Some(match lowest {
            Some(seconds) if !addresses.is_empty() => Ok(Found {
                addresses,
                ttl: Duration::from_secs(seconds.into()),
                answered: family(query),
                completed: None,
            }),
            _ => Err(self.absence(LookupError::NoAddress)),
        })
    }

    /// That there is no address, for as long as an SOA record says. Its reader stands behind the answers.
    fn absence(&mut self, error: LookupError) -> Failed {
        let records = &mut self.records;
        let mut authorities = (0..self.authorities).map_while(|_| Record::next(records, &[]));
        let ttl = authorities.find_map(|record| record.negative_ttl());
        Failed::new(error, ttl)
    }
}

/// The question of a message, as it stands there.
fn question_in<'a>(reader: &mut BinDecoder<'a>, message: &'a [u8]) -> Option<&'a [u8]> {
    let start = reader.index();
    pass_over(reader).ok()?;
    reader.read_u32().ok()?;
    message.get(start..reader.index())
}

/// Whether `question` is that of `query`, in letters of any case.
fn is_of(question: &[u8], query: &Query) -> bool {
    let name = query.name.as_bytes();
    question
        .split_at_checked(name.len())
        .is_some_and(|(asked, kind)| {
            asked.eq_ignore_ascii_case(name) && kind == of_internet(query.kind)
        })
}

/// What is asked for, while records are read.
struct Asked<'a> {
    query: &'a Query,
    /// Its name as hickory has it, for owners that are not written as a pointer to the question.
    name: OnceCell<Option<Name>>,
}

impl<'a> Asked<'a> {
    fn new(query: &'a Query) -> Self {
        Self {
            query,
            name: OnceCell::new(),
        }
    }

    fn is(&self, name: &Name) -> bool {
        let asked = self.name.get_or_init(|| self.query.name.name());
        asked.as_ref() == Some(name)
    }

    /// `name`, unless it is the one that is asked for.
    fn tell(&self, name: Name) -> Owner {
        if self.is(&name) {
            Owner::Asked
        } else {
            Owner::Other(name)
        }
    }
}

/// Whose a record is.
#[derive(Debug, PartialEq, Eq)]
enum Owner {
    /// The name that is asked for.
    Asked,
    /// Another one.
    Other(Name),
}

/// The family that `query` asks for.
pub(super) fn family(query: &Query) -> Families {
    family_of(query.kind)
}

/// That of the addresses in records of a `kind`.
pub(super) fn family_of(kind: RecordType) -> Families {
    match kind {
        RecordType::A => Families::IPV4,
        _ => Families::IPV6,
    }
}

/// A record as it stands in a message.
struct Record<'a> {
    owner: Written,
    kind: RecordType,
    ttl: u32,
    data: &'a [u8],
    /// At the data, for names in it.
    reader: BinDecoder<'a>,
}

/// A name as it stands before a record.
enum Written {
    /// As the name that is asked for: by a pointer to the question, or in the same words.
    AsAsked,
    Otherwise(Name),
    /// It is none, or of a class of yesterday.
    Broken,
}

/// What of a record is of use.
enum Data {
    Address(IpAddr),
    Alias(Owner),
}

impl Data {
    fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Address(address) => Some(*address),
            Self::Alias(_) => None,
        }
    }
}

impl<'a> Record<'a> {
    /// Reads the next one, whatever is in it; `asked` is the name that is asked for. `None` where it ends
    /// behind the message.
    fn next(reader: &mut BinDecoder<'a>, asked: &[u8]) -> Option<Self> {
        let owner = owner(reader, asked)?;
        let mut number = || Some(reader.read_u16().ok()?.unverified());
        let (kind, class) = (number()?, number()?);
        let ttl = reader.read_u32().ok()?.unverified();
        let length = reader.read_u16().ok()?.unverified();
        let at_data = reader.clone(position(reader));
        let data = reader.read_slice(length.into()).ok()?.unverified();
        Some(Self {
            owner: if class == u16::from(DNSClass::IN) {
                owner
            } else {
                Written::Broken
            },
            kind: kind.into(),
            ttl,
            data,
            reader: at_data,
        })
    }

    /// Owner, TTL and data, where it is an alias or of the type that was asked for, and whole.
    fn of_use(mut self, asked: &Asked<'_>) -> Option<(Owner, u32, Data)> {
        let data = match self.kind {
            RecordType::CNAME => Data::Alias(asked.tell(Name::read(&mut self.reader).ok()?)),
            kind if kind != asked.query.kind => return None,
            RecordType::A => {
                Data::Address(Ipv4Addr::from(<[u8; 4]>::try_from(self.data).ok()?).into())
            }
            _ => Data::Address(Ipv6Addr::from(<[u8; 16]>::try_from(self.data).ok()?).into()),
        };
        // A TTL with the highest bit counts as none (RFC 2181, section 8).
        let ttl = i32::try_from(self.ttl).map_or(0, i32::cast_unsigned);
        let owner = match self.owner {
            Written::AsAsked => Owner::Asked,
            Written::Otherwise(name) => asked.tell(name),
            Written::Broken => return None,
        };
        Some((owner, ttl, data))
    }

    /// How long there is no address, where this is an SOA record: its own TTL or what it says last,
    /// whichever is less (RFC 2308, section 5).
    fn negative_ttl(&self) -> Option<u32> {
        /// Five numbers behind two names of a byte at least.
        const SHORTEST: usize = 2 + 5 * 4;
        if self.kind != RecordType::SOA || self.data.len() < SHORTEST {
            return None;
        }
        let last = self.data.last_chunk()?;
        Some(self.ttl.min(u32::from_be_bytes(*last)))
    }
}

/// Where `reader` stands; a message has 65,535 bytes at most.
fn position(reader: &BinDecoder<'_>) -> u16 {
    reader.index() as u16
}

/// Reads a name, of which only the length matters where it is none. `None` where it does not end.
fn owner(reader: &mut BinDecoder<'_>, asked: &[u8]) -> Option<Written> {
    /// Right behind the header there is the question, if anything is behind it.
    const QUESTION: &[u8] = &[0xc0, HEADER as u8];
    for as_asked in [QUESTION, asked] {
        let mut ahead = reader.clone(position(reader));
        let is_next = |next: &[u8]| next.eq_ignore_ascii_case(as_asked);
        let next = ahead.read_slice(as_asked.len());
        if !as_asked.is_empty() && next.is_ok_and(|next| is_next(next.unverified())) {
            *reader = ahead;
            return Some(Written::AsAsked);
        }
    }
    let mut ahead = reader.clone(position(reader));
    if let Ok(name) = Name::read(&mut ahead) {
        *reader = ahead;
        return Some(Written::Otherwise(name));
    }
    pass_over(reader).ok().map(|()| Written::Broken)
}

/// Passes over a name: labels up to the empty one or a pointer.
fn pass_over(reader: &mut BinDecoder<'_>) -> Result<(), DecodeError> {
    loop {
        match reader.pop()?.unverified() {
            0 => return Ok(()),
            // The first half of a pointer.
            0xc0.. => return reader.pop().map(drop),
            length => reader.read_slice((length & 0x3f).into())?,
        };
    }
}

/// The name at the end of the CNAME records that lead on from the name that is asked for, and the
/// lowest TTL of these. A circle of them ends, too, somewhere.
fn follow_aliases(listed: &[(Owner, u32, Data)]) -> (&Owner, Option<u32>) {
    let (mut owner, mut ttl) = (&Owner::Asked, None);
    for _ in 0..ALIASES {
        let alias = listed.iter().find_map(|(name, ttl, data)| match data {
            Data::Alias(target) if name == owner => Some((target, *ttl)),
            _ => None,
        });
        let Some((target, seconds)) = alias else {
            break;
        };
        owner = target;
        ttl = Some(ttl.map_or(seconds, |lowest: u32| lowest.min(seconds)));
    }
    (owner, ttl)
}

/// The addresses that a server's `message` gives to `name`, as a lookup takes them; for the fuzz
/// target, which has no server.
#[cfg(feature = "fuzzing")]
pub fn addresses_in(message: &[u8], name: &str) -> Vec<IpAddr> {
    let Some(name) = super::query::WireName::parse(name) else {
        return Vec::new();
    };
    [RecordType::AAAA, RecordType::A]
        .into_iter()
        .filter_map(|kind| {
            let name = name.clone();
            let query = Query { name, kind };
            let message = Message::read(message)?;
            // As if it answered the questions for both families.
            let asked = message.question?.split_last_chunk::<4>()?.0;
            let is_asked = asked.eq_ignore_ascii_case(query.name.as_bytes());
            is_asked.then(|| message.outcome(&query))?
        })
        .filter_map(Result::ok)
        .reduce(Found::and)
        .map_or_else(Vec::new, |found| found.tidied().addresses)
}
