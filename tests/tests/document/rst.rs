//! Pages in reStructuredText: each shape of table, what a cell's marks mean, and which lines rows have.

use super::{identity, printed};
use errdex::document::{Options, Reading, read};
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn reading(page: &str) -> Reading {
    read(page.as_bytes(), &identity("acme", "net", "page.rst"), &Options::default())
}

fn check(page: &str, expected: Expect) {
    expected.assert_eq(&printed(&reading(page)));
}

#[test]
fn grid_tables() {
    check(
        "\
Errors
======

+-------------+------------+--------------------+-----------------------+
| Status Code | Error Code | Error Message      | Solution              |
+=============+============+====================+=======================+
| 400         | Net.0001   | The name is        | Change it:            |
|             |            | invalid: **a**.    |                       |
|             |            |                    | -  shorten it         |
|             |            |                    | -  use *letters*      |
|             |            |                    |                       |
|             |            |                    |    or digits          |
+             +------------+--------------------+-----------------------+
|             | Net.0002   | Quota exceeded. Wait, or raise the quota.  |
+-------------+------------+--------------------+-----------------------+
",
        expect![[r#"
            7: Net.0001 400 message.en="The name is invalid: a." remedy.en="Change it: shorten it use letters or digits"
            14: Net.0002 400 message.en="Quota exceeded. Wait, or raise the quota."
        "#]],
    );
}

#[test]
fn grid_tables_of_wide_characters() {
    // By width, by characters, and by neither.
    check(
        "\
+--------+------------+
| 错误码 | 描述       |
+========+============+
| A.01   | 余额不足   |
+--------+------------+
| A.02   | 余额不足     |
+--------+------------+
| A.03   | 余额 不足 了吗 |
+--------+------------+
",
        expect![[r#"
            4: A.01 message.zh="余额不足"
            6: A.02 message.zh="余额不足"
            8: A.03 message.zh="余额 不足 了吗"
        "#]],
    );
}

#[test]
fn simple_tables() {
    check(
        "\
=========  ======  ==================
Code       Status  Message
=========  ======  ==================
Net.0001   400     The name is
                   invalid.

Net.0002   -       Gone, which is longer than the column
Net.0003           错误了
=========  ======  ==================

===================  ==============
错误码                  描述
===================  ==============
NetTimeout           连接超时
Net超时                超时
===================  ==============

=====  =====  =======
Codes         Text
------------  -------
Code   HTTP   Message
=====  =====  =======
A.1    404    Gone.
B.1    and more
-----  --------------
=====  =====  =======
",
        expect![[r#"
            4: Net.0001 400 message.zh="The name is invalid."
            7: Net.0002 message.zh="Gone, which is longer than the column"
            8: Net.0003 message.zh="错误了"
            14: NetTimeout message.zh="连接超时"
            23: A.1 404 message.en="Gone."
            24: B.1
            page.rst:15: no code in column `错误码`, which has `Net超时`: write the row's code there
        "#]],
    );
}

#[test]
fn tables_without_header() {
    check(
        "\
Error codes
-----------

===========  ==========
``NET-001``  No network.
``NET-002``  No route.
===========  ==========
",
        expect![[r#"
            5: NET-001 message.en="No network."
            6: NET-002 message.en="No route."
        "#]],
    );
}

#[test]
fn list_tables() {
    check(
        "\
Title
*****

Server
######

.. note::

   .. list-table:: Codes of the **server**
      :widths: 10 20
      :header-rows: 1

      * - Error code
        - Message
        - Remedy
      * - .. _e1:

          ``Net.0001``
        - The name
          is too long.
        - * Shorten it.
          * Or do not.
      * - Net.0002
        -
        - Wait.
",
        expect![[r#"
            16: Net.0001 message.en="The name is too long." remedy.en="Shorten it. Or do not." [Codes of the server]
            23: Net.0002 remedy.en="Wait." [Codes of the server]
        "#]],
    );
}

#[test]
fn csv_tables() {
    check(
        "\
.. csv-table:: Codes
   :header: \"Error code\", \"Message\"
   :widths: 10, 20

    \"Net.0001\", \"Say \"\"no\"\", please
    or yes.\"
    Net.0002,Gone

.. csv-table::
   :header-rows: 1
   :delim: ;

   Code;Message
   Net.0003;a, b

.. csv-table:: Elsewhere
   :file: codes.csv
   :header: Code, Message
",
        expect![[r#"
            5: Net.0001 message.en="Say \"no\", please or yes." [Codes]
            7: Net.0002 message.en="Gone" [Codes]
            14: Net.0003 message.en="a, b"
        "#]],
    );
}

#[test]
fn marks_within_cells() {
    check(
        r"
.. |acme| replace:: **Acme** Net
.. _Guide: https://acme.example/

.. A comment about Net.0009.

   | Code | Message |

==========  =======================================================================
Code        Message
==========  =======================================================================
Net.0001    See :ref:`the guide <guide>` and `Acme <https://acme.example>`__ [1]_.
Net.0002    Use ``<name> & *``, *not* **ever** `<parameter name>`, at |acme|.
Net.0003    A\ B a\_b :py:class:`~acme.net.Error` Guide_ |unknown thing| 2 * 3 * 4
Net.0004    &lt; :code:`x <y>` a*b*c **open and `open
==========  =======================================================================
",
        expect![[r#"
            12: Net.0001 message.en="See the guide and Acme ."
            13: Net.0002 message.en="Use <name> & *, not ever <parameter name>, at Acme Net."
            14: Net.0003 message.en="AB a_b Error Guide unknown thing 2 * 3 * 4"
            15: Net.0004 message.en="&lt; x <y> a*b*c **open and `open"
        "#]],
    );
}

#[test]
fn tables_within_directives_and_lists() {
    check(
        "\
Faults
======

Of the net
----------

1. First

   .. table:: Codes

      +------+---------+
      | Code | Message |
      +======+=========+
      | A.01 | Gone.   |
      +------+---------+

   .. code-block::

      | B.01 | No table. |

-  Second::

     +------+---------+
     | Code | Message |
     +======+=========+
     | C.01 | Code.   |
     +------+---------+
",
        expect![[r#"
            14: A.01 message.en="Gone." [Codes]
        "#]],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Any text is read without panicking, and a table above it, whose end is sure, has its rows.
    #[test]
    fn any_page_is_read(parts in prop::collection::vec(prop_oneof![
        Just("\n".to_owned()), Just("   ".to_owned()), Just("+--+----+\n".to_owned()), Just("| A|错 |\n".to_owned()),
        Just("+==+==+\n".to_owned()), Just("==== ====\n".to_owned()), Just("---- ----\n".to_owned()), Just("A.1  文 \n".to_owned()),
        Just(".. list-table:: x\n   :header-rows: 1\n\n   * - Code\n     - Message\n".to_owned()), Just("* - ".to_owned()),
        Just(".. csv-table::\n   :header: a,\"b\n\n   ".to_owned()), Just("\"".to_owned()), Just("``".to_owned()), Just("`".to_owned()),
        Just(":ref:`".to_owned()), Just("**".to_owned()), Just("|".to_owned()), Just("\\".to_owned()), Just("`_".to_owned()),
        Just("::\n\n".to_owned()), Just(".. ".to_owned()), Just(".. |a| replace:: |a|\n".to_owned()), Just("-  ".to_owned()),
        Just("====\n".to_owned()), Just("\t".to_owned()), Just("1. ".to_owned()), "\\PC{0,6}", "[A-Z]{1,3}[ _.]{0,2}[0-9]{0,4}",
    ], 0..60)) {
        let page = format!("+------+---------+\n| Code | Message |\n+======+=========+\n| ZZ.1 | Gone.   |\n+------+---------+\n\n{}", parts.concat());
        let read = reading(&page);
        let lines = u32::try_from(page.split('\n').count()).expect("a small page");
        for entry in &read.entries {
            prop_assert!((1..=lines).contains(&entry.source.line), "{} of {lines}", entry.source.line);
        }
        prop_assert_eq!(&read.entries[0].code, "ZZ.1");
        prop_assert_eq!(printed(&read), printed(&reading(&page)));
    }
}
