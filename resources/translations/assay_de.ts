<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Headline</name>
    <message>
        <source>%1 of %2 points.</source>
        <translation>%1 von %2 Punkten.</translation>
    </message>
    <message>
        <source>Passed.</source>
        <translation>Bestanden.</translation>
    </message>
    <message>
        <source>The grader could not do its job; nothing of it is charged to you.</source>
        <translation>Der Prüfer konnte seine Arbeit nicht tun; dir wird nichts davon angerechnet.</translation>
    </message>
    <message>
        <source>Refused before anything ran.</source>
        <translation>Abgelehnt, bevor etwas lief.</translation>
    </message>
    <message>
        <source>No verdict: the grading did not come to its end.</source>
        <translation>Kein Ergebnis: Die Prüfung kam nicht zu ihrem Ende.</translation>
    </message>
    <message>
        <source>It is not passed: %1</source>
        <translation>Nicht bestanden: %1</translation>
    </message>
    <message>
        <source>Stopped at the time limit in %1.</source>
        <translation>Am Zeitlimit angehalten in %1.</translation>
    </message>
    <message>
        <source>Stopped at the memory limit in %1.</source>
        <translation>Am Speicherlimit angehalten in %1.</translation>
    </message>
    <message>
        <source>Stopped at the output limit in %1.</source>
        <translation>Am Ausgabelimit angehalten in %1.</translation>
    </message>
    <message>
        <source>It crashed in %1.</source>
        <translation>Abgestürzt in %1.</translation>
    </message>
    <message>
        <source>A data race in %1.</source>
        <translation>Ein Data Race in %1.</translation>
    </message>
    <message>
        <source>Goroutines are left behind by %1.</source>
        <translation>%1 lässt Goroutinen zurück.</translation>
    </message>
    <message>
        <source>The results of %1 were interfered with.</source>
        <translation>In die Ergebnisse von %1 wurde eingegriffen.</translation>
    </message>
    <message>
        <source>%1: not passed.</source>
        <translation>%1: nicht bestanden.</translation>
    </message>
    <message>
        <source>%1: %2 of %3 not passed. First: %4.</source>
        <translation>%1: %2 von %3 nicht bestanden. Zuerst: %4.</translation>
    </message>
    <message>
        <source>It does not compile.</source>
        <translation>Es kompiliert nicht.</translation>
    </message>
    <message numerus="yes">
        <source>It does not compile: %n error(s), the first in %1, line %2.</source>
        <translation>
            <numerusform>Es kompiliert nicht: %n Fehler, der erste in %1, Zeile %2.</numerusform>
            <numerusform>Es kompiliert nicht: %n Fehler, der erste in %1, Zeile %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The course in %1 cannot be opened.</source>
        <translation>Der Kurs in %1 lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>Your work is saved.</source>
        <translation>Deine Arbeit ist gespeichert.</translation>
    </message>
    <message>
        <source>Mend what is listed here, then start again.</source>
        <translation>Bring in Ordnung, was hier steht, und starte dann noch einmal.</translation>
    </message>
</context>
<context>
    <name>SearchIndex</name>
    <message>
        <source>Your note</source>
        <translation>Deine Notiz</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>Your own editor</source>
        <translation>Dein eigener Editor</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Of the window. Lessons are in the language that their authors wrote.</source>
        <translation>Die Sprache des Fensters. Lektionen bleiben in der Sprache, in der sie geschrieben sind.</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>Isolation</translation>
    </message>
    <message>
        <source>What locks in a program while Check and Run work. What a level promises and this computer cannot enforce is refused, never left out.</source>
        <translation>Was ein Programm einsperrt, während Prüfen und Ausführen arbeiten. Was eine Stufe verspricht und dieser Rechner nicht durchsetzen kann, wird abgelehnt, nie weggelassen.</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>No network, no files of yours, no other program can be seen; time, memory and output are limited. The one to use.</source>
        <translation>Kein Netz, keine deiner Dateien, kein anderes Programm ist zu sehen; Zeit, Speicher und Ausgabe sind begrenzt. Das ist die richtige Wahl.</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>Eingeschränkt</translation>
    </message>
    <message>
        <source>For computers that allow no namespaces, as many containers. No network and no files of yours, but other programs can be seen.</source>
        <translation>Für Rechner, die keine Namensräume erlauben, wie viele Container. Kein Netz und keine deiner Dateien, aber andere Programme sind zu sehen.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Only time, memory and output are limited. The program can read and write what you can: for your own code only.</source>
        <translation>Nur Zeit, Speicher und Ausgabe sind begrenzt. Das Programm kann lesen und schreiben, was du kannst: nur für deinen eigenen Code.</translation>
    </message>
    <message>
        <source>Text of the lessons</source>
        <translation>Text der Lektionen</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Width of a tab</source>
        <translation>Breite eines Tabulators</translation>
    </message>
    <message>
        <source>How it is shown; Go files hold tabs.</source>
        <translation>So wird er gezeigt; in Go-Dateien stehen Tabulatoren.</translation>
    </message>
    <message>
        <source>Line numbers</source>
        <translation>Zeilennummern</translation>
    </message>
    <message>
        <source>Vim keys</source>
        <translation>Vim-Tasten</translation>
    </message>
    <message>
        <source>Format on save</source>
        <translation>Beim Speichern formatieren</translation>
    </message>
    <message>
        <source>Ctrl+S formats the file; what you type is saved anyway.</source>
        <translation>Strg+S formatiert die Datei; gespeichert wird ohnehin, was du tippst.</translation>
    </message>
    <message>
        <source>Folder for your files</source>
        <translation>Ordner für deine Dateien</translation>
    </message>
    <message>
        <source>Tell me when Check is done</source>
        <translation>Sag mir, wenn Prüfen fertig ist</translation>
    </message>
    <message>
        <source>By a notice of the desktop, while another window has the keyboard.</source>
        <translation>Durch eine Mitteilung des Desktops, solange ein anderes Fenster die Tastatur hat.</translation>
    </message>
    <message>
        <source>Where an exercise is put for your own editor, by the app and by “assay learn”, in a folder for the course and one for the exercise.</source>
        <translation>Wohin eine Übung für deinen eigenen Editor gelegt wird, von der App und von „assay learn“: in einen Ordner für den Kurs und darin einen für die Übung.</translation>
    </message>
    <message>
        <source>Command of your editor</source>
        <translation>Befehl deines Editors</translation>
    </message>
    <message>
        <source>Started with the exercise&apos;s folder, such as code or kate. Without one the desktop opens the folder.</source>
        <translation>Wird mit dem Ordner der Übung gestartet, etwa code oder kate. Ohne Befehl öffnet der Desktop den Ordner.</translation>
    </message>
</context>
<context>
    <name>Shortcuts</name>
    <message>
        <source>Work</source>
        <translation>Arbeiten</translation>
    </message>
    <message>
        <source>Panes</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>In the editor</source>
        <translation>Im Editor</translation>
    </message>
    <message>
        <source>Check your work</source>
        <translation>Deine Arbeit prüfen</translation>
    </message>
    <message>
        <source>Run it without grading</source>
        <translation>Ausführen, ohne zu prüfen</translation>
    </message>
    <message>
        <source>Cancel what runs</source>
        <translation>Abbrechen, was läuft</translation>
    </message>
    <message>
        <source>Open the next hint</source>
        <translation>Den nächsten Tipp zeigen</translation>
    </message>
    <message>
        <source>Put the starter back</source>
        <translation>Den Anfangsstand wiederherstellen</translation>
    </message>
    <message>
        <source>Save now (it is saved as you type)</source>
        <translation>Jetzt speichern (gespeichert wird beim Tippen)</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Nächster Bereich</translation>
    </message>
    <message>
        <source>Previous pane</source>
        <translation>Voriger Bereich</translation>
    </message>
    <message>
        <source>Course map</source>
        <translation>Kursübersicht</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Startseite</translation>
    </message>
    <message>
        <source>Search and open</source>
        <translation>Suchen und öffnen</translation>
    </message>
    <message>
        <source>Show or hide the course map</source>
        <translation>Kursübersicht zeigen oder verbergen</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größerer Text</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinerer Text</translation>
    </message>
    <message>
        <source>Text at its own size</source>
        <translation>Text in seiner eigenen Größe</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Keys and help</source>
        <translation>Tasten und Hilfe</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Find and replace</source>
        <translation>Suchen und ersetzen</translation>
    </message>
    <message>
        <source>Format the file</source>
        <translation>Die Datei formatieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Note on the paragraph being read</source>
        <translation>Notiz zum Absatz, der gelesen wird</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Copy this page as Markdown</source>
        <translation>Diese Seite als Markdown kopieren</translation>
    </message>
    <message>
        <source>Copy the results as Markdown</source>
        <translation>Die Ergebnisse als Markdown kopieren</translation>
    </message>
    <message>
        <source>Open a packed course</source>
        <translation>Gepackten Kurs öffnen</translation>
    </message>
    <message>
        <source>Open in your own editor</source>
        <translation>Im eigenen Editor öffnen</translation>
    </message>
    <message>
        <source>Print this page</source>
        <translation>Diese Seite drucken</translation>
    </message>
    <message>
        <source>Save this page as PDF</source>
        <translation>Diese Seite als PDF sichern</translation>
    </message>
    <message>
        <source>Then Tab: leave the editor (with vim keys too)</source>
        <translation>Dann Tab: den Editor verlassen (auch mit Vim-Tasten)</translation>
    </message>
    <message>
        <source>Take the first completion; Enter takes one chosen with the arrows, or what completes a name just begun</source>
        <translation>Die erste Ergänzung nehmen; Eingabe nimmt eine, die mit den Pfeilen gewählt ist oder einen erst begonnenen Namen ergänzt</translation>
    </message>
    <message>
        <source>In a lesson&apos;s program: run it, as Ctrl+Return and Ctrl+R do there</source>
        <translation>In einem Programm der Lektion: es ausführen, wie Strg+Eingabe und Strg+R dort</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>not begun</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>begonnen</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
</context>
<context>
    <name>assay::app::Assembly</name>
    <message>
        <source>Sandbox: reduced</source>
        <translation>Sandbox: eingeschränkt</translation>
    </message>
    <message>
        <source>Sandbox: off</source>
        <translation>Sandbox: aus</translation>
    </message>
    <message>
        <source>Sandbox: full</source>
        <translation>Sandbox: vollständig</translation>
    </message>
    <message>
        <source>no sandbox: Check will not work</source>
        <translation>keine Sandbox: Prüfen geht nicht</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>gopls</source>
        <translation>gopls</translation>
    </message>
    <message>
        <source>Assay</source>
        <translation>Assay</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>Chromium</source>
        <translation>Chromium</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Go</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>nicht installiert</translation>
    </message>
    <message>
        <source>Open a course</source>
        <translation>Kurs öffnen</translation>
    </message>
    <message>
        <source>Packed courses (*.assay)</source>
        <translation>Gepackte Kurse (*.assay)</translation>
    </message>
</context>
<context>
    <name>assay::app::ExportDesk</name>
    <message>
        <source>Export progress</source>
        <translation>Fortschritt ausgeben</translation>
    </message>
    <message>
        <source>Save the attempt</source>
        <translation>Den Versuch speichern</translation>
    </message>
</context>
<context>
    <name>assay::app::OwnEditor</name>
    <message>
        <source>Taken over from your editor: %1</source>
        <translation>Aus deinem Editor übernommen: %1</translation>
    </message>
    <message>
        <source>Open an exercise first.</source>
        <translation>Öffne zuerst eine Übung.</translation>
    </message>
    <message>
        <source>%1 is open in your editor. What you save there is taken over here.</source>
        <translation>%1 ist in deinem Editor offen. Was du dort sicherst, wird hier übernommen.</translation>
    </message>
    <message>
        <source>Settings → “Command of your editor”</source>
        <translation>Einstellungen → „Befehl deines Editors“</translation>
    </message>
    <message>
        <source>Nothing on this desktop opens %1. Set what does in %2.</source>
        <translation>Auf diesem Desktop öffnet nichts %1. Was es öffnen soll, steht in %2.</translation>
    </message>
    <message>
        <source>“%1” could not be started or ended with an error. Change it in %2.</source>
        <translation>„%1“ ließ sich nicht starten oder endete mit einem Fehler. Zu ändern in %2.</translation>
    </message>
</context>
<context>
    <name>assay::app::Session</name>
    <message>
        <source>Preparing the compiler, %1 %</source>
        <translation>Der Compiler wird vorbereitet, %1 %</translation>
    </message>
    <message>
        <source>Preparing the compiler</source>
        <translation>Der Compiler wird vorbereitet</translation>
    </message>
    <message>
        <source>The editor did not answer, so its newest text is not known and nothing was graded.</source>
        <translation>Der Editor hat nicht geantwortet; sein neuester Text ist daher nicht bekannt, und nichts wurde bewertet.</translation>
    </message>
    <message>
        <source>Try again; if it stays so, start Assay again.</source>
        <translation>Versuche es noch einmal; bleibt es so, starte Assay neu.</translation>
    </message>
</context>
<context>
    <name>assay::app::Takeaway</name>
    <message>
        <source>Written to %1.</source>
        <translation>Geschrieben nach %1.</translation>
    </message>
    <message>
        <source>%1 could not be written. Is there room, and may you write there?</source>
        <translation>%1 ließ sich nicht schreiben. Ist dort Platz, und darfst du dort schreiben?</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Als PDF speichern</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Open a lesson or an exercise first.</source>
        <translation>Öffne zuerst eine Lektion oder eine Übung.</translation>
    </message>
    <message>
        <source>Copied as Markdown.</source>
        <translation>Als Markdown kopiert.</translation>
    </message>
    <message>
        <source>There is no result yet: Check comes first.</source>
        <translation>Es gibt noch kein Ergebnis: Erst kommt Prüfen.</translation>
    </message>
    <message>
        <source>Printed.</source>
        <translation>Gedruckt.</translation>
    </message>
    <message>
        <source>The page could not be printed.</source>
        <translation>Die Seite konnte nicht gedruckt werden.</translation>
    </message>
    <message>
        <source>A page is being printed already.</source>
        <translation>Eine Seite wird gerade schon gedruckt.</translation>
    </message>
</context>
<context>
    <name>assay::jobs::LanguageServer</name>
    <message>
        <source>Completion needs gopls, which is not installed here; ./run installs it. Everything else works.</source>
        <translation>Vervollständigung braucht gopls, das hier nicht installiert ist; ./run installiert es. Alles andere geht.</translation>
    </message>
    <message>
        <source>Completion needs the Go command: %1</source>
        <translation>Vervollständigung braucht den Go-Befehl: %1</translation>
    </message>
    <message>
        <source>Completion is off: %1</source>
        <translation>Vervollständigung ist aus: %1</translation>
    </message>
    <message>
        <source>the language server ended</source>
        <translation>der Sprachserver endete</translation>
    </message>
    <message>
        <source>the language server could not be started</source>
        <translation>der Sprachserver ließ sich nicht starten</translation>
    </message>
    <message>
        <source>Completion is off: %1 %2 times in a minute. Opening the exercise again tries again.</source>
        <translation>Vervollständigung ist aus: %1, %2-mal in einer Minute. Öffne die Übung neu, dann wird es wieder versucht.</translation>
    </message>
    <message>
        <source>Completion is off for a moment: %1 and is started again.</source>
        <translation>Vervollständigung ist kurz aus: %1 und wird neu gestartet.</translation>
    </message>
    <message>
        <source>Completion is off: the language server does not speak its protocol.</source>
        <translation>Vervollständigung ist aus: Der Sprachserver hält sich nicht an sein Protokoll.</translation>
    </message>
</context>
<context>
    <name>assay::model::CourseModel</name>
    <message>
        <source>Home</source>
        <translation>Startseite</translation>
    </message>
    <message>
        <source>Phase %1, %2</source>
        <translation>Phase %1, %2</translation>
    </message>
    <message>
        <source>Lesson %1, %2</source>
        <translation>Lektion %1, %2</translation>
    </message>
    <message>
        <source>Exercise %1, %2</source>
        <translation>Übung %1, %2</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>assay::model::HistoryModel</name>
    <message>
        <source>It is no longer in the history.</source>
        <translation>Er ist nicht mehr im Verlauf.</translation>
    </message>
</context>
<context>
    <name>assay::model::HomeModel</name>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>assay::model::LessonModel</name>
    <message>
        <source>This lesson could not be read. Your work is saved; the other lessons are there.</source>
        <translation>Diese Lektion ließ sich nicht lesen. Deine Arbeit ist gespeichert; die anderen Lektionen sind da.</translation>
    </message>
</context>
<context>
    <name>assay::model::OverviewModel</name>
    <message>
        <source>Your work is saved; only what is summed up of it cannot be read now.</source>
        <translation>Deine Arbeit ist gespeichert; nur ihre Zusammenfassung lässt sich gerade nicht lesen.</translation>
    </message>
</context>
<context>
    <name>assay::model::ProgressModel</name>
    <message>
        <source>What you write in the editor and every Check are kept here, and saved as soon as that works.</source>
        <translation>Was du im Editor schreibst und jedes Prüfen bleibt hier erhalten und wird gespeichert, sobald das geht.</translation>
    </message>
</context>
<context>
    <name>assay::model::ResultsModel</name>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Your work is saved.</source>
        <translation>Deine Arbeit ist gespeichert.</translation>
    </message>
</context>
<context>
    <name>assay::model::Workbench</name>
    <message>
        <source>What is in the editor could not be kept in the history, so it stays where it is. What is wrong stands at the bottom of the window.</source>
        <translation>Was im Editor steht, konnte nicht in den Verlauf gelegt werden; deshalb bleibt es, wo es ist. Woran es liegt, steht unten im Fenster.</translation>
    </message>
</context>
<context>
    <name>assay::ui::AboutWindow</name>
    <message>
        <source>About Assay</source>
        <translation>Über Assay</translation>
    </message>
    <message>
        <source>What locks in your program here</source>
        <translation>Was dein Programm hier einsperrt</translation>
    </message>
    <message>
        <source>The sandbox has not been looked at yet.</source>
        <translation>Die Sandbox wurde noch nicht untersucht.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>assay::ui::FaultsPane</name>
    <message>
        <source>Faults of the course</source>
        <translation>Fehler des Kurses</translation>
    </message>
    <message numerus="yes">
        <source>%n fault(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of advice</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
</context>
<context>
    <name>assay::ui::HelpWindow</name>
    <message>
        <source>Keys and help</source>
        <translation>Tasten und Hilfe</translation>
    </message>
    <message>
        <source>Everything you type is saved as you type. Check grades your work in a sandbox on this computer; nothing leaves it. In the editor, Tab indents: press Escape, then Tab, to leave it.</source>
        <translation>Alles, was du tippst, wird dabei gespeichert. Prüfen bewertet deine Arbeit in einer Sandbox auf diesem Rechner; nichts verlässt ihn. Im Editor rückt Tab ein: Escape, dann Tab verlässt ihn.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>assay::ui::MainWindow</name>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>What you wrote last could not be saved yet. Stay, and it is saved as soon as that works; what is wrong stands at the bottom of the window.</source>
        <translation>Was du zuletzt geschrieben hast, konnte noch nicht gespeichert werden. Bleib, und es wird gespeichert, sobald das geht; woran es liegt, steht unten im Fenster.</translation>
    </message>
    <message>
        <source>Close and lose it</source>
        <translation>Schließen und verlieren</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Startseite</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>%1 – Assay</source>
        <translation>%1 – Assay</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>assay::ui::MapPane</name>
    <message>
        <source>Course map</source>
        <translation>Kursübersicht</translation>
    </message>
</context>
<context>
    <name>assay::ui::QuickOpen</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>A lesson, an exercise, a file, an action, or words from the course</source>
        <translation>Eine Lektion, eine Übung, eine Datei, eine Aktion oder Wörter aus dem Kurs</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Try fewer words, or the beginning of one.</source>
        <translation>Versuche es mit weniger Wörtern oder mit einem Wortanfang.</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Exercise</source>
        <translation>Übung</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>Lektion</translation>
    </message>
</context>
<context>
    <name>assay::ui::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>Deine Daten</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Folder for your files</source>
        <translation>Ordner für deine Dateien</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Ausgeben…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Einlesen…</translation>
    </message>
    <message>
        <source>Assay&apos;s data (*.json)</source>
        <translation>Daten von Assay (*.json)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Geschrieben nach %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) were here already.</source>
        <translation>
            <numerusform>%n Versuch war schon da.</numerusform>
            <numerusform>%n Versuche waren schon da.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The window changes its language when Assay is started again.</source>
        <translation>Das Fenster wechselt die Sprache, wenn du Assay neu startest.</translation>
    </message>
    <message>
        <source>Attempts, drafts, notes, progress and settings as one file, for another computer or as a copy. What is imported is added to what is here; nothing is replaced.</source>
        <translation>Versuche, Entwürfe, Notizen, Fortschritt und Einstellungen als eine Datei, für einen anderen Rechner oder als Kopie. Was du einliest, kommt zu dem hinzu, was hier ist; nichts wird ersetzt.</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) added.</source>
        <translation>
            <numerusform>%n Versuch hinzugefügt.</numerusform>
            <numerusform>%n Versuche hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) added.</source>
        <translation>
            <numerusform>%n Entwurf hinzugefügt.</numerusform>
            <numerusform>%n Entwürfe hinzugefügt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Desktop</source>
        <translation>Desktop</translation>
    </message>
    <message>
        <source>Show Assay in the applications menu</source>
        <translation>Assay im Anwendungsmenü zeigen</translation>
    </message>
    <message>
        <source>For you alone. Links that begin with assay:// and packed courses, *.assay, then open with it.</source>
        <translation>Nur bei dir. Links, die mit assay:// beginnen, und gepackte Kurse, *.assay, öffnen sich dann damit.</translation>
    </message>
</context>
<context>
    <name>assay::ui::StatusLine</name>
    <message>
        <source>Last result</source>
        <translation>Letztes Ergebnis</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Speichert</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>Nicht gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>assay::ui::TopBar</name>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 % of the course is done</source>
        <translation>%1 % des Kurses sind fertig</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>About Assay</source>
        <translation>Über Assay</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>Kurse</translation>
    </message>
</context>
<context>
    <name>assay::ui::TroubleWindow</name>
    <message>
        <source>Assay</source>
        <translation>Assay</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>assay::ui::WorkbenchPane</name>
    <message>
        <source>Nothing was changed</source>
        <translation>Nichts wurde geändert</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Meines behalten</translation>
    </message>
    <message>
        <source>Take the new one</source>
        <translation>Das neue nehmen</translation>
    </message>
    <message>
        <source>What you have is for version %1 of this exercise; the course has %2. Whichever you choose, what you wrote is kept.</source>
        <translation>Was du hast, ist für Version %1 dieser Übung; der Kurs hat %2. Was du auch wählst: Was du geschrieben hast, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Put the starter back? What you wrote stays in the history.</source>
        <translation>Den Anfangsstand wiederherstellen? Was du geschrieben hast, bleibt im Verlauf.</translation>
    </message>
    <message>
        <source>Keep what I have</source>
        <translation>Behalten, was ich habe</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This exercise has no file %1 that you may change.</source>
        <translation>Diese Übung hat keine Datei %1, die du ändern darfst.</translation>
    </message>
    <message>
        <source>%1 could not be read. It has to be a file of at most 1 MiB.</source>
        <translation>%1 ließ sich nicht lesen. Es muss eine Datei von höchstens 1 MiB sein.</translation>
    </message>
    <message>
        <source>Put %1 into the editor, in place of what is there? What you wrote stays in the history.</source>
        <translation>%1 in den Editor übernehmen, anstelle dessen, was dort steht? Was du geschrieben hast, bleibt im Verlauf.</translation>
    </message>
    <message>
        <source>Put it in</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Take the editor&apos;s</source>
        <translation>Aus dem Editor nehmen</translation>
    </message>
    <message>
        <source>Changed here and in your own editor: %1. Whichever you choose, the other one stays in the history.</source>
        <translation>Hier und in deinem eigenen Editor geändert: %1. Was du auch wählst, das andere bleibt im Verlauf.</translation>
    </message>
</context>
<context>
    <name>assay::web::View</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Ausschneiden</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
</TS>
