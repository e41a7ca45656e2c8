--TEST--
What audit saw, learned by the companion program, is what enforce lets pass: not the metadata service, and no packet beyond
--CONFLICTS--
all
--SKIPIF--
<?php
if (!getenv('AESOCK_LAB')) die('skip needs the lab');
if (!is_executable((string) getenv('AESOCK_COMPANION'))) die('skip needs the companion program (make companion)');
$reason = 'holds the PHPs that it starts by its own settings, too'; require __DIR__ . '/../include/not-held.skip.inc';
?>
--FILE--
<?php
// What `make demo` ends with.
require 'lab/round.php';
?>
--EXPECTF--
1. Audit: aesock.mode=audit logs what the policy would refuse, and refuses nothing.

   aesock deny tcp://db.internal:5432 reason=private rule=- app=shop via=stream_socket_client%S
   aesock deny tcp://10.8.0.9:6379 reason=private rule=- app=shop via=stream_socket_client%S
   aesock deny tcp://169.254.169.254:80 reason=link-local rule=- app=shop via=stream_socket_client%S

2. Learn: aesock learn round.log > round.rules

   # Learned by aesock %d.%d.%d from 1 file: 3 decisions on %d-%d-%d.
   # It lets pass what was seen, whoever caused it: read it before it is in force.

   ## Application shop

%A
   allow tcp://10.8.0.9:6379
%A
   ## Not opened: decide on each of these by yourself

   # Application shop
   # 1 time on %d-%d-%d: link-local, by stream_socket_client%A
   #   link-local, where the metadata service of the cloud tells credentials
   # allow tcp://169.254.169.254:80

3. Enforce: aesock.mode=enforce, aesock.rules=round.rules

                                audit        enforce
   tcp://db.internal:5432       connected    connected
   tcp://10.8.0.9:6379          connected    connected
   tcp://plain.test:80          connected    connected
   tcp://169.254.169.254:80     connected    denied
   tcp://10.8.0.9:80            not seen     denied
   tcp://10.8.0.8:5432          not seen     denied

6 of 6 as expected, packets at forbidden addresses: 0
