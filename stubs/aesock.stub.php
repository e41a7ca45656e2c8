<?php

/**
 * The functions of the extension aesock, for editors and static analysers. Nothing here runs.
 */

/**
 * Reports what would happen to a connection, without making it.
 *
 * Names are resolved as for a connection; nothing is dialled and nothing is logged.
 *
 * @param string $host A hostname or an IPv4 or IPv6 address; or, if `$port` is null, `host:port` or a whole
 *                     `tcp://host:port`. Its scheme takes precedence over `$transport`. A URL of `http`, `https`,
 *                     `ftp` or `ftps` stands for its server: `https://host/path` for `tcp://host:443`. With `ftp` and
 *                     `ftps` it is first decided on FTP, as PHP's wrappers do.
 * @param int|string|null $port The port, 1 to 65535.
 * @param string $transport A name of `stream_get_transports()`, such as `tcp`, `tls`, `udp` or `unix`. Any other
 *                          transport is refused with the reason `transport`.
 *
 * @return array{
 *     allowed: bool,
 *     reason: string,
 *     message: string,
 *     remedy: string,
 *     rule: string|null,
 *     addresses: list<string>,
 * } Whether it is allowed; why, as the slug that the log also shows; the same as a sentence; what an operator can do to
 *   change it; the text of the rule that decided; and the addresses that would be dialled, in order.
 */
function aesock_check(string $host, int|string|null $port = null, string $transport = 'tcp'): array
{
    throw new \LogicException('aesock is not loaded');
}

/**
 * Reports what aesock does in this process.
 *
 * @return array{
 *     mode: 'enforce'|'audit'|'disabled'|'passthrough',
 *     application: string,
 *     error: string|null,
 *     hooks: array<string, 'enforced'|'lost'|'not present'>,
 *     hooks_lost: int,
 *     not_covered: list<string>,
 *     native: array{libraries: string, all: string, landlock: string},
 *     sockets: 'PHP'|'aesock'|'nobody',
 *     google_ranges: string,
 *     google_ranges_age: int|null,
 *     version: string,
 *     rules: int,
 *     rules_age: int|null,
 *     rules_error: string|null,
 * } The mode; the owner of new sockets; why everything is refused, if a setting is invalid; the state of each hooked
 *   transport (`tcp://`) and function (`fsockopen()`); what may bypass the hooks to reach the network: loaded extensions and
 *   functions that start programs (`exec()`); what holds native code and programs; whose the functions of ext/sockets are; when Google made the list of its addresses, and how many days ago that was; the version of
 *   aesock; how many rules are in force, how many seconds ago they were read, and why a newer version of the file of rules is held off.
 */
function aesock_status(): array
{
    throw new \LogicException('aesock is not loaded');
}

/**
 * Returns what an application used, over all workers of this PHP server.
 *
 * @param string|null $application Another application than the script's own, which `aesock.usage_all` must allow: otherwise there is a
 *                                 warning and the array is empty. An application that was never counted has used nothing.
 *
 * @return array{}|array{
 *     outgoing_bytes: int,
 *     bytes_sent: int,
 *     bytes_received: int,
 *     creates: int,
 *     binds: int,
 *     connects: int,
 *     sends: int,
 *     receives: int,
 *     datagrams_sent: int,
 *     datagrams_received: int,
 *     lookups: int,
 *     reclaims: int,
 *     denials: array<string, int>,
 *     quotas: array<string, array{used: int, limit: int, refills: int|null}>,
 * } What App Engine billed as outgoing bandwidth, which is the same as the bytes sent; the counters; how often each reason
 *   refused; for each quota, such as `connects/min`, what was used in the current minute or day, how much it allows, and the Unix time
 *   when it refills. `max_open` counts the open sockets of this process. The quotas of another application are not known.
 */
function aesock_usage(?string $application = null): array
{
    throw new \LogicException('aesock is not loaded');
}

/**
 * Returns the counters of the script's application, or with `aesock.usage_all` of all applications, for Prometheus.
 *
 * @return string OpenMetrics text; its media type is `application/openmetrics-text; version=1.0.0; charset=utf-8`.
 */
function aesock_metrics(): string
{
    throw new \LogicException('aesock is not loaded');
}
