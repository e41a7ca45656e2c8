//! The constants, by the C library's names for them where it has them, with the version that brought them.

use super::{
    exchange,
    version::{V8_3, V8_4, V8_5, V8_6, is_since},
};
use std::ffi::CStr;

/// Declares the constants, a row each: name, value where it is not the C library's of this name, since when.
macro_rules! constants {
    ($($(#[$condition:meta])* $name:ident $(= $value:expr)? $(, since $since:ident)?;)*) => {
        const ALL: &[Constant] = &[$(
            $(#[$condition])*
            Constant {
                name: match CStr::from_bytes_with_nul(concat!(stringify!($name), "\0").as_bytes()) {
                    Ok(name) => name,
                    Err(_) => panic!("an identifier holds no NUL"),
                },
                value: constants!(@value $name $(= $value)?) as i64,
                since: constants!(@since $($since)?),
            },
        )*];
    };
    (@value $name:ident) => { libc::$name };
    (@value $name:ident = $value:expr) => { $value };
    (@since) => { 0 };
    (@since $since:ident) => { $since };
}

struct Constant {
    name: &'static CStr,
    value: i64,
    since: u32,
}

/// Names and values of those that the running version has, in its order.
pub(super) fn constants() -> impl Iterator<Item = (&'static CStr, i64)> {
    let known = ALL.iter().filter(|constant| is_since(constant.since));
    known.map(|constant| (constant.name, constant.value))
}

constants! {
    AF_UNIX;
    AF_INET;
    AF_INET6;
    AF_UNSPEC, since V8_6;
    AF_PACKET, since V8_5;
    SOCK_STREAM;
    SOCK_DGRAM;
    SOCK_RAW;
    SOCK_SEQPACKET;
    SOCK_RDM;
    SOCK_DCCP, since V8_4;
    SOCK_CLOEXEC, since V8_4;
    SOCK_NONBLOCK, since V8_4;
    MSG_OOB;
    MSG_WAITALL;
    MSG_CTRUNC;
    MSG_TRUNC;
    MSG_PEEK;
    MSG_DONTROUTE;
    MSG_EOR;
    MSG_EOF = libc::MSG_FIN;
    MSG_CONFIRM;
    MSG_ERRQUEUE;
    MSG_NOSIGNAL;
    MSG_DONTWAIT;
    MSG_MORE;
    MSG_WAITFORONE;
    MSG_CMSG_CLOEXEC;
    MSG_ZEROCOPY;
    SO_DEBUG;
    SO_REUSEADDR;
    SO_REUSEPORT;
    SO_KEEPALIVE;
    SO_DONTROUTE;
    SO_LINGER;
    SO_BROADCAST;
    SO_OOBINLINE;
    SO_SNDBUF;
    SO_RCVBUF;
    SO_SNDLOWAT;
    SO_RCVLOWAT;
    SO_SNDTIMEO;
    SO_RCVTIMEO;
    SO_TYPE;
    SO_ERROR;
    SO_BINDTODEVICE;
    SO_BINDTOIFINDEX, since V8_4;
    SOL_SOCKET;
    SOMAXCONN;
    SO_MARK;
    SO_INCOMING_CPU;
    SO_MEMINFO;
    SO_BPF_EXTENSIONS;
    SO_BUSY_POLL, since V8_5;
    SKF_AD_OFF;
    SKF_AD_PROTOCOL;
    SKF_AD_PKTTYPE;
    SKF_AD_IFINDEX;
    SKF_AD_NLATTR;
    SKF_AD_NLATTR_NEST;
    SKF_AD_MARK;
    SKF_AD_QUEUE;
    SKF_AD_HATYPE;
    SKF_AD_RXHASH;
    SKF_AD_CPU;
    SKF_AD_ALU_XOR_X;
    SKF_AD_VLAN_TAG;
    SKF_AD_VLAN_TAG_PRESENT;
    SKF_AD_PAY_OFFSET;
    SKF_AD_RANDOM;
    SKF_AD_VLAN_TPID;
    SKF_AD_MAX;
    TCP_CONGESTION;
    TCP_SYNCNT, since V8_4;
    TCP_USER_TIMEOUT, since V8_6;
    SO_ZEROCOPY;
    TCP_NODELAY;
    TCP_NOTSENT_LOWAT;
    TCP_DEFER_ACCEPT;
    TCP_KEEPIDLE;
    TCP_KEEPINTVL;
    TCP_KEEPCNT;
    PHP_NORMAL_READ = exchange::NORMAL_READ;
    PHP_BINARY_READ = exchange::BINARY_READ;
    MCAST_JOIN_GROUP;
    MCAST_LEAVE_GROUP;
    MCAST_BLOCK_SOURCE;
    MCAST_UNBLOCK_SOURCE;
    MCAST_JOIN_SOURCE_GROUP;
    MCAST_LEAVE_SOURCE_GROUP;
    IP_MULTICAST_IF;
    IP_MULTICAST_TTL;
    IP_MULTICAST_LOOP;
    IP_BIND_ADDRESS_NO_PORT, since V8_3;
    IPV6_MULTICAST_IF;
    IPV6_MULTICAST_HOPS;
    IPV6_MULTICAST_LOOP;
    IPV6_V6ONLY;
    SOCKET_EPERM = libc::EPERM;
    SOCKET_ENOENT = libc::ENOENT;
    SOCKET_EINTR = libc::EINTR;
    SOCKET_EIO = libc::EIO;
    SOCKET_ENXIO = libc::ENXIO;
    SOCKET_E2BIG = libc::E2BIG;
    SOCKET_EBADF = libc::EBADF;
    SOCKET_EAGAIN = libc::EAGAIN;
    SOCKET_ENOMEM = libc::ENOMEM;
    SOCKET_EACCES = libc::EACCES;
    SOCKET_EFAULT = libc::EFAULT;
    SOCKET_ENOTBLK = libc::ENOTBLK;
    SOCKET_EBUSY = libc::EBUSY;
    SOCKET_EEXIST = libc::EEXIST;
    SOCKET_EXDEV = libc::EXDEV;
    SOCKET_ENODEV = libc::ENODEV;
    SOCKET_ENOTDIR = libc::ENOTDIR;
    SOCKET_EISDIR = libc::EISDIR;
    SOCKET_EINVAL = libc::EINVAL;
    SOCKET_ENFILE = libc::ENFILE;
    SOCKET_EMFILE = libc::EMFILE;
    SOCKET_ENOTTY = libc::ENOTTY;
    SOCKET_ENOSPC = libc::ENOSPC;
    SOCKET_ESPIPE = libc::ESPIPE;
    SOCKET_EROFS = libc::EROFS;
    SOCKET_EMLINK = libc::EMLINK;
    SOCKET_EPIPE = libc::EPIPE;
    SOCKET_ENAMETOOLONG = libc::ENAMETOOLONG;
    SOCKET_ENOLCK = libc::ENOLCK;
    SOCKET_ENOSYS = libc::ENOSYS;
    SOCKET_ENOTEMPTY = libc::ENOTEMPTY;
    SOCKET_ELOOP = libc::ELOOP;
    SOCKET_EWOULDBLOCK = libc::EWOULDBLOCK;
    SOCKET_ENOMSG = libc::ENOMSG;
    SOCKET_EIDRM = libc::EIDRM;
    SOCKET_ECHRNG = libc::ECHRNG;
    SOCKET_EL2NSYNC = libc::EL2NSYNC;
    SOCKET_EL3HLT = libc::EL3HLT;
    SOCKET_EL3RST = libc::EL3RST;
    SOCKET_ELNRNG = libc::ELNRNG;
    SOCKET_EUNATCH = libc::EUNATCH;
    SOCKET_ENOCSI = libc::ENOCSI;
    SOCKET_EL2HLT = libc::EL2HLT;
    SOCKET_EBADE = libc::EBADE;
    SOCKET_EBADR = libc::EBADR;
    SOCKET_EXFULL = libc::EXFULL;
    SOCKET_ENOANO = libc::ENOANO;
    SOCKET_EBADRQC = libc::EBADRQC;
    SOCKET_EBADSLT = libc::EBADSLT;
    SOCKET_ENOSTR = libc::ENOSTR;
    SOCKET_ENODATA = libc::ENODATA;
    SOCKET_ETIME = libc::ETIME;
    SOCKET_ENOSR = libc::ENOSR;
    SOCKET_ENONET = libc::ENONET;
    SOCKET_EREMOTE = libc::EREMOTE;
    SOCKET_ENOLINK = libc::ENOLINK;
    SOCKET_EADV = libc::EADV;
    SOCKET_ESRMNT = libc::ESRMNT;
    SOCKET_ECOMM = libc::ECOMM;
    SOCKET_EPROTO = libc::EPROTO;
    SOCKET_EMULTIHOP = libc::EMULTIHOP;
    SOCKET_EBADMSG = libc::EBADMSG;
    SOCKET_ENOTUNIQ = libc::ENOTUNIQ;
    SOCKET_EBADFD = libc::EBADFD;
    SOCKET_EREMCHG = libc::EREMCHG;
    SOCKET_ERESTART = libc::ERESTART;
    SOCKET_ESTRPIPE = libc::ESTRPIPE;
    SOCKET_EUSERS = libc::EUSERS;
    SOCKET_ENOTSOCK = libc::ENOTSOCK;
    SOCKET_EDESTADDRREQ = libc::EDESTADDRREQ;
    SOCKET_EMSGSIZE = libc::EMSGSIZE;
    SOCKET_EPROTOTYPE = libc::EPROTOTYPE;
    SOCKET_ENOPROTOOPT = libc::ENOPROTOOPT;
    SOCKET_EPROTONOSUPPORT = libc::EPROTONOSUPPORT;
    SOCKET_ESOCKTNOSUPPORT = libc::ESOCKTNOSUPPORT;
    SOCKET_EOPNOTSUPP = libc::EOPNOTSUPP;
    SOCKET_EPFNOSUPPORT = libc::EPFNOSUPPORT;
    SOCKET_EAFNOSUPPORT = libc::EAFNOSUPPORT;
    SOCKET_EADDRINUSE = libc::EADDRINUSE;
    SOCKET_EADDRNOTAVAIL = libc::EADDRNOTAVAIL;
    SOCKET_ENETDOWN = libc::ENETDOWN;
    SOCKET_ENETUNREACH = libc::ENETUNREACH;
    SOCKET_ENETRESET = libc::ENETRESET;
    SOCKET_ECONNABORTED = libc::ECONNABORTED;
    SOCKET_ECONNRESET = libc::ECONNRESET;
    SOCKET_ENOBUFS = libc::ENOBUFS;
    SOCKET_EISCONN = libc::EISCONN;
    SOCKET_ENOTCONN = libc::ENOTCONN;
    SOCKET_ESHUTDOWN = libc::ESHUTDOWN;
    SOCKET_ETOOMANYREFS = libc::ETOOMANYREFS;
    SOCKET_ETIMEDOUT = libc::ETIMEDOUT;
    SOCKET_ECONNREFUSED = libc::ECONNREFUSED;
    SOCKET_EHOSTDOWN = libc::EHOSTDOWN;
    SOCKET_EHOSTUNREACH = libc::EHOSTUNREACH;
    SOCKET_EALREADY = libc::EALREADY;
    SOCKET_EINPROGRESS = libc::EINPROGRESS;
    SOCKET_EISNAM = libc::EISNAM;
    SOCKET_EREMOTEIO = libc::EREMOTEIO;
    SOCKET_EDQUOT = libc::EDQUOT;
    SOCKET_ENOMEDIUM = libc::ENOMEDIUM;
    SOCKET_EMEDIUMTYPE = libc::EMEDIUMTYPE;
    IPPROTO_IP;
    IPPROTO_IPV6;
    SOL_TCP = libc::IPPROTO_TCP;
    SOL_UDP = libc::IPPROTO_UDP;
    SOL_UDPLITE = libc::IPPROTO_UDPLITE, since V8_3;
    IPPROTO_ICMP, since V8_5;
    IPPROTO_ICMPV6, since V8_5;
    IPV6_UNICAST_HOPS;
    AI_PASSIVE;
    AI_CANONNAME;
    AI_NUMERICHOST;
    AI_V4MAPPED;
    AI_ALL;
    AI_ADDRCONFIG;
    // Of glibc alone.
    #[cfg(target_env = "gnu")]
    AI_IDN = 0x40;
    #[cfg(target_env = "gnu")]
    AI_CANONIDN = 0x80;
    AI_NUMERICSERV;
    IPV6_RECVPKTINFO;
    IPV6_PKTINFO;
    IPV6_RECVHOPLIMIT;
    IPV6_HOPLIMIT;
    IPV6_RECVTCLASS;
    IPV6_TCLASS;
    SCM_RIGHTS;
    SCM_CREDENTIALS;
    SO_PASSCRED;
    SO_ATTACH_REUSEPORT_CBPF, since V8_3;
    SO_DETACH_REUSEPORT_BPF, since V8_6;
    SO_DETACH_FILTER, since V8_3;
    SO_DETACH_BPF, since V8_3;
    TCP_QUICKACK, since V8_3;
    TCP_REPAIR, since V8_3;
    IP_MTU_DISCOVER, since V8_3;
    IP_PMTUDISC_DO, since V8_3;
    IP_PMTUDISC_DONT, since V8_3;
    IP_PMTUDISC_WANT, since V8_3;
    IP_PMTUDISC_PROBE, since V8_3;
    IP_PMTUDISC_INTERFACE, since V8_3;
    IP_PMTUDISC_OMIT, since V8_3;
    ETH_P_IP, since V8_5;
    ETH_P_IPV6, since V8_5;
    ETH_P_LOOP, since V8_5;
    ETH_P_ALL, since V8_5;
    UDP_SEGMENT, since V8_5;
    SHUT_RD, since V8_5;
    SHUT_WR, since V8_5;
    SHUT_RDWR, since V8_5;
    EAI_BADFLAGS = -1, since V8_6;
    EAI_NONAME = -2, since V8_6;
    EAI_AGAIN = -3, since V8_6;
    EAI_FAIL = -4, since V8_6;
    EAI_NODATA = -5, since V8_6;
    EAI_FAMILY = -6, since V8_6;
    EAI_SOCKTYPE = -7, since V8_6;
    EAI_SERVICE = -8, since V8_6;
    EAI_ADDRFAMILY = -9, since V8_6;
    EAI_SYSTEM = -11, since V8_6;
    EAI_OVERFLOW = -12, since V8_6;
    EAI_INPROGRESS = -100, since V8_6;
    EAI_CANCELED = -101, since V8_6;
    EAI_NOTCANCELED = -102, since V8_6;
    EAI_ALLDONE = -103, since V8_6;
    EAI_INTR = -104, since V8_6;
    EAI_IDN_ENCODE = -105, since V8_6;
}
