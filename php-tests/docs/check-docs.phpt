--TEST--
A document whose blocks do not do what it says, or cannot be run, or whose links lead nowhere, is told with the line
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

/** What the check says of a document. */
function check(string $document): void
{
    $file = scratch($document, '.md');
    $said = output([getenv('TEST_PHP_EXECUTABLE'), '-n', __DIR__ . '/../../scripts/check-docs', $file]);
    echo str_replace($file, 'document', $said), "\n";
}

check(<<<'MD'
    # Good

    ```ini
    aesock.allow = 10.0.0.5
    ```
    ```php
    echo aesock_check('10.0.0.5', 80)['message'];
    ```
    ```text
    10.0.0.5 is ... by a rule
    ```

    ## Not in force

    ```php
    @fsockopen('10.0.0.5', 80);
    ```
    ```log
    aesock deny tcp://10.0.0.5:80 reason=private rule=- app=default via=fsockopen ...
    ```

    <!-- untested: needs another machine -->
    ```sh
    false
    ```

    A [link](#not-in-force).
    MD);
check(<<<'MD'
    # Bad

    A [link](#good), and [another](nowhere.md).

    ```php
    echo 'this';
    ```
    ```text
    that
    ```

    ```php
    echo 'nothing is said of this';
    ```

    ```ini
    aesock.mode = no
    ```

    ```sh
    exit 3
    ```

    ```sh
    make a-target-that-is-not-there 2>/dev/null
    ```

    ```rules
    allow 10.0.0.5
    ```

    ## Nothing before it

    ```text
    what printed this?
    ```

    ```
    what is this?
    ```

    ```perl
    print "what runs this?";
    ```
    MD);
?>
--EXPECT--
Tests passed    :    3
Tests failed    :    0
Tests skipped   :    1

document:5: the document says of the text of this `php` block
    that
but it is
    this
document:12: the document says of the text of this `php` block
    
but it is
    nothing is said of this
document:16: the document says of the text of this `ini` block
    
but it is
    Fatal error: aesock: aesock.mode: `` is not enforce, audit, disabled or passthrough (PHP reads off, no and none as empty) in Unknown on line 0
document:20: the document says of the text of this `sh` block
    
but it is
    exit status 3
document:24: the document says of the text of this `sh` block
    
but it is
    exit status 2
document:28: the document says of the text of this `rules` block
    
but it is
    the first line does not name the file
document:34: a block of `text` with nothing before it that would print it is neither run nor marked <!-- untested: why -->
document:38: a block without a language is neither run nor marked <!-- untested: why -->
document:42: a block of `perl` is neither run nor marked <!-- untested: why -->
document: the link to #good leads nowhere
document: the link to nowhere.md leads nowhere
Tests passed    :    0
Tests failed    :   11
Tests skipped   :    0
exit status 1
