--TEST--
The Gmail servers are reached on the ports of the exception, by name and by number, and on no other
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

$context = fn (string $name) => trusting(['peer_name' => $name]);
foreach ([['smtp.gmail.com', [465, 587]], ['pop.gmail.com', [995]], ['imap.gmail.com', [993]]] as [$name, $ports]) {
    foreach ([25, 80, 443, 464, 465, 466, 586, 587, 588, 992, 993, 994, 995, 996] as $port) {
        $answer = dial("tcp://$name:$port");
        if (in_array($port, $ports, true) || !str_contains($answer, "belongs to Google's own services")) {
            echo "$name $port: $answer\n";
        }
    }
}
foreach ([['142.250.102.108', 465], ['142.250.102.108', 587], ['142.250.102.109', 993], ['142.250.102.108', 995], ['[2a00:1450:4013:c00::6d]', 465]] as [$host, $port]) {
    echo "$host $port: ", dial("tcp://$host:$port"), "\n";
}
foreach ([['142.250.102.108', 993], ['142.250.102.109', 465], ['142.250.102.107', 465], ['142.250.102.108', 443]] as [$host, $port]) {
    echo "$host $port: ", dial("tcp://$host:$port"), "\n";
}
echo 'udp: ', dial('udp://smtp.gmail.com:465'), "\n";
?>
--EXPECT--
smtp.gmail.com 25: 13 Permission denied: port 25 of smtp.gmail.com (2a00:1450:4013:c00::6d) is blocked, use 587 or 465
smtp.gmail.com 465: connected to [2a00:1450:4013:c00::6d]:465
smtp.gmail.com 587: connected to [2a00:1450:4013:c00::6d]:587
pop.gmail.com 25: 13 Permission denied: port 25 of pop.gmail.com (2a00:1450:4013:c00::6d) is blocked, use 587 or 465
pop.gmail.com 995: connected to [2a00:1450:4013:c00::6d]:995
imap.gmail.com 25: 13 Permission denied: port 25 of imap.gmail.com (142.250.102.109) is blocked, use 587 or 465
imap.gmail.com 993: connected to 142.250.102.109:993
142.250.102.108 465: connected to 142.250.102.108:465
142.250.102.108 587: connected to 142.250.102.108:587
142.250.102.109 993: connected to 142.250.102.109:993
142.250.102.108 995: connected to 142.250.102.108:995
[2a00:1450:4013:c00::6d] 465: connected to [2a00:1450:4013:c00::6d]:465
142.250.102.108 993: 13 Permission denied: 142.250.102.108 belongs to Google's own services
142.250.102.109 465: 13 Permission denied: 142.250.102.109 belongs to Google's own services
142.250.102.107 465: 13 Permission denied: 142.250.102.107 belongs to Google's own services
142.250.102.108 443: 13 Permission denied: 142.250.102.108 belongs to Google's own services
udp: 13 Permission denied: smtp.gmail.com (2a00:1450:4013:c00::6d) belongs to Google's own services
