--TEST--
Documents, entities and schemas that libxml loads from the network are judged
--EXTENSIONS--
dom
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$document = new DOMDocument();
var_dump($document->load('http://10.11.13.5/document.xml'));
var_dump($document->loadXML('<!DOCTYPE a SYSTEM "http://10.11.13.5/a.dtd"><a/>', LIBXML_DTDLOAD));
var_dump($document->loadXML('<!DOCTYPE a [<!ENTITY e SYSTEM "http://10.11.13.5/e">]><a>&e;</a>', LIBXML_NOENT));
var_dump(seen_at('10.11.13.5'));
?>
--EXPECT--
warning: DOMDocument::load(): Failed to open stream: Permission denied: 10.11.13.5 is a private address
warning: DOMDocument::load(): failed to load "http://10.11.13.5/document.xml"
bool(false)
warning: DOMDocument::loadXML(): Failed to open stream: Permission denied: 10.11.13.5 is a private address
warning: DOMDocument::loadXML(): failed to load "http://10.11.13.5/a.dtd"
bool(true)
warning: DOMDocument::loadXML(): Failed to open stream: Permission denied: 10.11.13.5 is a private address
warning: DOMDocument::loadXML(): failed to load "http://10.11.13.5/e"
bool(true)
array(0) {
}
