--TEST--
Documents that XMLReader, SimpleXML and XSL load from a URL, and scripts that are included from one, are judged
--EXTENSIONS--
dom
simplexml
xmlreader
xsl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
allow_url_include=1
error_reporting=24575
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
$reader = new XMLReader();
$load = [
    'XMLReader::open' => fn ($url) => $reader->open($url) && $reader->read(),
    'simplexml_load_file' => fn ($url) => simplexml_load_file($url),
    'SimpleXMLElement' => fn ($url) => new SimpleXMLElement($url, dataIsURL: true),
    'document()' => function ($url) {
        $document = new DOMDocument();
        $document->loadXML('<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">'
            . '<xsl:copy-of select="document(\'' . $url . '\')"/></xsl:template></xsl:stylesheet>');
        $processor = new XSLTProcessor();
        $processor->importStylesheet($document);
        return $processor->transformToXml($document);
    },
    'include' => fn ($url) => include $url,
    'require_once' => fn ($url) => require_once $url,
];
foreach ($load as $name => $how) {
    foreach (['http://93.184.217.50/', 'http://10.11.13.8/'] as $url) {
        echo "$name $url\n";
        try {
            $how($url);
        } catch (Throwable $error) {
            echo get_class($error), ': ', $error->getMessage(), "\n";
        }
    }
}
var_dump(seen_at('10.11.13.8'));
?>
--EXPECTF--
XMLReader::open http://93.184.217.50/
warning: XMLReader::read(): http://93.184.217.50/:1: parser error : %s
warning: XMLReader::read(): hello from 93.184.217.50
warning: XMLReader::read(): ^
XMLReader::open http://10.11.13.8/
warning: XMLReader::open(): Failed to open stream: Permission denied: 10.11.13.8 is a private address
warning: XMLReader::open(): Unable to open source data
simplexml_load_file http://93.184.217.50/
warning: simplexml_load_file(): http://93.184.217.50/:1: parser error : Start tag expected, '<' not found
warning: simplexml_load_file(): hello from 93.184.217.50
warning: simplexml_load_file(): ^
simplexml_load_file http://10.11.13.8/
warning: simplexml_load_file(): Failed to open stream: Permission denied: 10.11.13.8 is a private address
warning: simplexml_load_file(): failed to load "http://10.11.13.8/"
SimpleXMLElement http://93.184.217.50/
warning: SimpleXMLElement::__construct(): http://93.184.217.50/:1: parser error : Start tag expected, '<' not found
warning: SimpleXMLElement::__construct(): hello from 93.184.217.50
warning: SimpleXMLElement::__construct(): ^
Exception: String could not be parsed as XML
SimpleXMLElement http://10.11.13.8/
warning: SimpleXMLElement::__construct(): Failed to open stream: Permission denied: 10.11.13.8 is a private address
warning: SimpleXMLElement::__construct(): failed to load "http://10.11.13.8/"
Exception: String could not be parsed as XML
document() http://93.184.217.50/
warning: XSLTProcessor::transformToXml(): http://93.184.217.50/:1: parser error : Start tag expected, '<' not found
warning: XSLTProcessor::transformToXml(): hello from 93.184.217.50
warning: XSLTProcessor::transformToXml(): ^
document() http://10.11.13.8/
warning: XSLTProcessor::transformToXml(): Failed to open stream: Permission denied: 10.11.13.8 is a private address
warning: XSLTProcessor::transformToXml(): failed to load "http://10.11.13.8/"
include http://93.184.217.50/
hello from 93.184.217.50
include http://10.11.13.8/
warning: include(): Failed to open stream: Permission denied: 10.11.13.8 is a private address
warning: include(): Failed opening 'http://10.11.13.8/' for inclusion (include_path='%s')
require_once http://93.184.217.50/
require_once http://10.11.13.8/
warning: require_once(): Failed to open stream: Permission denied: 10.11.13.8 is a private address
Error: Failed opening required 'http://10.11.13.8/' (include_path='%s')
array(0) {
}
