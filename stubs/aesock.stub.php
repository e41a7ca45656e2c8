<?php

/**
 * The functions of the extension aesock, for editors and static analysers. Nothing here runs.
 */

/**
 * Tells what would happen to a connection, without making it.
 *
 * Names are resolved as for a connection; nothing is dialled and nothing is logged.
 *
 * @param string $host A host name or an IPv4 or IPv6 address; or, when `$port` is null, `host:port` or a whole
 *                     `tcp://host:port`, whose scheme goes before `$transport`.
 * @param int|string|null $port The port, 1 to 65535.
 * @param string $transport A name of `stream_get_transports()`, such as `tcp`, `tls`, `udp` or `unix`. Every other one is
 *                          refused with the reason `transport`.
 *
 * @return array{
 *     allowed: bool,
 *     reason: string,
 *     message: string,
 *     rule: string|null,
 *     addresses: list<string>,
 * } Whether it is allowed; why, as the slug that the log shows too; the same as a sentence; the text of the rule that
 *   decided; and the addresses that would be dialled, in order.
 */
function aesock_check(string $host, int|string|null $port = null, string $transport = 'tcp'): array
{
    throw new \LogicException('aesock is not loaded');
}

/**
 * Tells what aesock does in this process.
 *
 * @return array{
 *     mode: 'enforce'|'audit'|'disabled'|'passthrough',
 *     application: string,
 *     error: string|null,
 *     hooks: array<string, 'enforced'|'lost'|'not present'>,
 *     not_covered: list<string>,
 *     google_ranges: string,
 *     google_ranges_age: int|null,
 *     version: string,
 * } The mode; the owner of new sockets; why everything is refused, where a setting means nothing; the state of each hooked
 *   transport (`tcp://`) and function (`fsockopen()`); what may reach the network past the hooks, loaded extensions and
 *   functions that start programs (`exec()`); when Google made the list of its addresses, and how many days ago that was; the version of
 *   aesock.
 */
function aesock_status(): array
{
    throw new \LogicException('aesock is not loaded');
}
