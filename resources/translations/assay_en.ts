<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>Headline</name>
    <message numerus="yes">
        <source>It does not compile: %n error(s), the first in %1, line %2.</source>
        <translation>
            <numerusform>It does not compile: %n error, the first in %1, line %2.</numerusform>
            <numerusform>It does not compile: %n errors, the first in %1, line %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::model::HomeModel</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::ui::FaultsPane</name>
    <message numerus="yes">
        <source>%n fault(s)</source>
        <translation>
            <numerusform>%n fault</numerusform>
            <numerusform>%n faults</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of advice</source>
        <translation>
            <numerusform>%n piece of advice</numerusform>
            <numerusform>%n pieces of advice</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::ui::SettingsWindow</name>
    <message numerus="yes">
        <source>%n attempt(s) were here already.</source>
        <translation>
            <numerusform>%n attempt was here already.</numerusform>
            <numerusform>%n attempts were here already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) added.</source>
        <translation>
            <numerusform>%n attempt added.</numerusform>
            <numerusform>%n attempts added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) added.</source>
        <translation>
            <numerusform>%n draft added.</numerusform>
            <numerusform>%n drafts added.</numerusform>
        </translation>
    </message>
</context>
</TS>
