<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AccountsPage</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Name of the new account</source>
        <translation>Name des neuen Kontos</translation>
    </message>
    <message>
        <source>new name</source>
        <translation>neuer Name</translation>
    </message>
    <message>
        <source>Password, 10 characters or more</source>
        <translation>Kennwort, mindestens 10 Zeichen</translation>
    </message>
    <message>
        <source>password, 10 characters or more</source>
        <translation>Kennwort, mindestens 10 Zeichen</translation>
    </message>
    <message>
        <source>Add the account</source>
        <translation>Konto anlegen</translation>
    </message>
    <message>
        <source>Give the marked one this role</source>
        <translation>Dem markierten diese Rolle geben</translation>
    </message>
    <message>
        <source>Give the marked one this password</source>
        <translation>Dem markierten dieses Kennwort geben</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>Abschalten</translation>
    </message>
    <message>
        <source>active</source>
        <translation>aktiv</translation>
    </message>
    <message>
        <source>off</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>There is no account: whoever opens this workspace may do everything. The first account is an operator's; with it, everybody signs in.</source>
        <translation>Es gibt kein Konto: Wer diesen Arbeitsbereich öffnet, darf alles. Das erste Konto ist das eines Betreibers; mit ihm meldet sich jeder an.</translation>
    </message>
    <message>
        <source>Passwords are kept as slow hashes and shown nowhere.</source>
        <translation>Kennwörter liegen als langsame Hashes vor und werden nirgends gezeigt.</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Einschalten</translation>
    </message>
</context>
<context>
    <name>ActionScope</name>
    <message>
        <source>everywhere</source>
        <translation>überall</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Review: player</source>
        <translation>Prüfung: Wiedergabe</translation>
    </message>
    <message>
        <source>Review: time axis</source>
        <translation>Prüfung: Zeitachse</translation>
    </message>
    <message>
        <source>Review: cart</source>
        <translation>Prüfung: Warenkorb</translation>
    </message>
    <message>
        <source>Review: labels</source>
        <translation>Prüfung: Markierungen</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>Einsprüche</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Verwaltung</translation>
    </message>
</context>
<context>
    <name>AdministrationPlace</name>
    <message>
        <source>Administration</source>
        <translation>Verwaltung</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Read accounts and log again</source>
        <translation>Konten und Protokoll neu lesen</translation>
    </message>
    <message>
        <source>Examine the workspace</source>
        <translation>Arbeitsbereich untersuchen</translation>
    </message>
</context>
<context>
    <name>AdministrationService</name>
    <message>
        <source>Account %1 is added. Where there was none before, everybody signs in from the next start on.</source>
        <translation>Konto %1 ist angelegt. Gab es vorher keines, meldet sich vom nächsten Start an jeder an.</translation>
    </message>
    <message>
        <source>Account %1 has another role now.</source>
        <translation>Konto %1 hat jetzt eine andere Rolle.</translation>
    </message>
    <message>
        <source>Account %1 may sign in again.</source>
        <translation>Konto %1 darf sich wieder anmelden.</translation>
    </message>
    <message>
        <source>Account %1 may not sign in any more.</source>
        <translation>Konto %1 darf sich nicht mehr anmelden.</translation>
    </message>
    <message>
        <source>Account %1 has a new password.</source>
        <translation>Konto %1 hat ein neues Kennwort.</translation>
    </message>
</context>
<context>
    <name>AskLine</name>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Copy details</source>
        <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
        <source>Copy the error's details</source>
        <translation>Einzelheiten des Fehlers kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>CandidateModel</name>
    <message>
        <source>none</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>%1, chosen</source>
        <translation>%1, gewählt</translation>
    </message>
</context>
<context>
    <name>CartModel</name>
    <message>
        <source>no evidence</source>
        <translation>kein Beleg</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>war %1</translation>
    </message>
    <message>
        <source>Changed without a camera and frame behind it: submitting asks for a reason.</source>
        <translation>Geändert, ohne dass Kamera und Bild es belegen: Beim Abschicken wird nach dem Grund gefragt.</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Qty</source>
        <translation>Anz.</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
</context>
<context>
    <name>CartPanel</name>
    <message>
        <source>Cart lines</source>
        <translation>Zeilen des Warenkorbs</translation>
    </message>
    <message>
        <source>Nothing in the cart. Press A to add a product.</source>
        <translation>Der Warenkorb ist leer. A fügt einen Artikel hinzu.</translation>
    </message>
    <message>
        <source>+ add a product…   A</source>
        <translation>+ Artikel hinzufügen…   A</translation>
    </message>
    <message>
        <source>total %1</source>
        <translation>Summe %1</translation>
    </message>
    <message>
        <source>was %1</source>
        <translation>war %1</translation>
    </message>
</context>
<context>
    <name>CaseFlow</name>
    <message>
        <source>Receipt version %1 is written.</source>
        <translation>Kassenbon Fassung %1 ist geschrieben.</translation>
    </message>
    <message>
        <source>%1 You can look at it, but not change it.</source>
        <translation>%1 Sie können ihn ansehen, aber nicht ändern.</translation>
    </message>
    <message>
        <source>%1 Your edits are kept as a draft; open the next sale to go on.</source>
        <translation>%1 Ihre Änderungen bleiben als Entwurf erhalten; öffnen Sie den nächsten Einkauf, um weiterzumachen.</translation>
    </message>
    <message>
        <source>Sale %1 submitted as corrected.</source>
        <translation>Einkauf %1 als berichtigt abgeschickt.</translation>
    </message>
    <message>
        <source>Sale %1 submitted as confirmed.</source>
        <translation>Einkauf %1 als bestätigt abgeschickt.</translation>
    </message>
    <message>
        <source>Sale %1 submitted.</source>
        <translation>Einkauf %1 abgeschickt.</translation>
    </message>
    <message>
        <source>Sale %1 is skipped and waits behind the others.</source>
        <translation>Einkauf %1 ist übersprungen und wartet hinter den anderen.</translation>
    </message>
    <message>
        <source>Sale %1 is escalated and waits for a lead.</source>
        <translation>Einkauf %1 ist weitergegeben und wartet auf die Leitung.</translation>
    </message>
    <message>
        <source>no product</source>
        <translation>kein Artikel</translation>
    </message>
    <message>
        <source>event %1 was %2</source>
        <translation>Ereignis %1 war %2</translation>
    </message>
    <message>
        <source>event %1, quantity %2</source>
        <translation>Ereignis %1, Anzahl %2</translation>
    </message>
    <message>
        <source>%1, %2 more</source>
        <translation>%1, %2 mehr</translation>
    </message>
    <message>
        <source>%1, %2 fewer</source>
        <translation>%1, %2 weniger</translation>
    </message>
    <message>
        <source>a box</source>
        <translation>ein Rahmen</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>What to do? Some letters of its name; Enter does it, Escape leaves.</source>
        <translation>Was ist zu tun? Einige Buchstaben des Namens; Enter führt aus, Escape verlässt.</translation>
    </message>
    <message>
        <source>Actions that fit</source>
        <translation>Passende Befehle</translation>
    </message>
    <message>
        <source>No action has these letters in this order.</source>
        <translation>Kein Befehl hat diese Buchstaben in dieser Reihenfolge.</translation>
    </message>
    <message>
        <source>“%1” cannot be done now; it waits for another place or for a sale.</source>
        <translation>„%1“ geht jetzt nicht; der Befehl braucht einen anderen Ort oder einen Einkauf.</translation>
    </message>
</context>
<context>
    <name>DisputesPlace</name>
    <message>
        <source>Which receipt?</source>
        <translation>Welcher Kassenbon?</translation>
    </message>
    <message>
        <source>Type the number that stands on the shopper's receipt, such as shop-1/s-2041/v1; a sale's id does too.</source>
        <translation>Geben Sie die Nummer ein, die auf dem Kassenbon steht, etwa laden-1/s-2041/v1; eine Einkaufsnummer genügt auch.</translation>
    </message>
    <message>
        <source>Type the number</source>
        <translation>Nummer eingeben</translation>
    </message>
    <message>
        <source>Sale %1 waits for review; the receipt gets a new version if it turns out wrong.</source>
        <translation>Einkauf %1 wartet auf Prüfung; stellt sich der Kassenbon als falsch heraus, bekommt er eine neue Fassung.</translation>
    </message>
    <message>
        <source>Find a receipt</source>
        <translation>Kassenbon suchen</translation>
    </message>
    <message>
        <source>Ask for a review</source>
        <translation>Prüfung anfordern</translation>
    </message>
    <message>
        <source>Open the evidence in Review</source>
        <translation>Belege in der Prüfung öffnen</translation>
    </message>
    <message>
        <source>Receipt number</source>
        <translation>Nummer des Kassenbons</translation>
    </message>
    <message>
        <source>receipt number…   %1</source>
        <translation>Nummer des Kassenbons…   %1</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Find this receipt</source>
        <translation>Diesen Kassenbon suchen</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Fassung</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>Ausgestellt</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Since the version before</source>
        <translation>Seit der vorigen Fassung</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Versions of the receipt</source>
        <translation>Fassungen des Kassenbons</translation>
    </message>
    <message>
        <source>Lines of the marked version</source>
        <translation>Zeilen der markierten Fassung</translation>
    </message>
    <message>
        <source>Reviews of this sale</source>
        <translation>Prüfungen dieses Einkaufs</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>Einsprüche</translation>
    </message>
    <message>
        <source>Sale %1, %2 to %3</source>
        <translation>Einkauf %1, %2 bis %3</translation>
    </message>
    <message>
        <source>Nothing is charged yet: the sale waits for a person.</source>
        <translation>Noch ist nichts berechnet: Der Einkauf wartet auf einen Menschen.</translation>
    </message>
    <message>
        <source>Nothing is charged yet: the sale is not decided.</source>
        <translation>Noch ist nichts berechnet: Der Einkauf ist nicht entschieden.</translation>
    </message>
    <message>
        <source>A person has decided this sale; the last version of the receipt is what was charged.</source>
        <translation>Ein Mensch hat über diesen Einkauf entschieden; berechnet wurde die letzte Fassung des Kassenbons.</translation>
    </message>
    <message>
        <source>Charged as the machine saw it; a review is asked for.</source>
        <translation>Berechnet, wie die Maschine es sah; eine Prüfung ist angefordert.</translation>
    </message>
    <message>
        <source>Charged as the machine saw it; nobody has looked at it. Ask for a review where the shopper may be right.</source>
        <translation>Berechnet, wie die Maschine es sah; niemand hat es angesehen. Fordern Sie eine Prüfung an, wenn der Kunde recht haben kann.</translation>
    </message>
    <message>
        <source>Receipt %1: %2 %3, tax %4</source>
        <translation>Kassenbon %1: %2 %3, Steuer %4</translation>
    </message>
</context>
<context>
    <name>EventPanel</name>
    <message>
        <source>another product…   /</source>
        <translation>anderer Artikel…   /</translation>
    </message>
    <message>
        <source>Candidates of this event</source>
        <translation>Kandidaten dieses Ereignisses</translation>
    </message>
    <message>
        <source>bin %1</source>
        <translation>Fach %1</translation>
    </message>
    <message>
        <source>quantity %1</source>
        <translation>Anzahl %1</translation>
    </message>
</context>
<context>
    <name>HealthPage</name>
    <message>
        <source>ok</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>! look</source>
        <translation>! ansehen</translation>
    </message>
    <message>
        <source>!! broken</source>
        <translation>!! kaputt</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfpunkt</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Found, and what to do next</source>
        <translation>Befund und nächster Schritt</translation>
    </message>
    <message>
        <source>Examine</source>
        <translation>Untersuchen</translation>
    </message>
    <message>
        <source>Examine the workspace</source>
        <translation>Arbeitsbereich untersuchen</translation>
    </message>
    <message>
        <source>Examine every clip</source>
        <translation>Jede Aufnahme untersuchen</translation>
    </message>
    <message>
        <source>Examine every clip too, which takes long</source>
        <translation>Auch jede Aufnahme untersuchen, was lange dauert</translation>
    </message>
    <message>
        <source>What the doctor found</source>
        <translation>Was die Untersuchung fand</translation>
    </message>
    <message>
        <source>The examination did not finish; what happened stands above.</source>
        <translation>Die Untersuchung wurde nicht fertig; was geschehen ist, steht oben.</translation>
    </message>
    <message>
        <source>Reading every clip…</source>
        <translation>Jede Aufnahme wird gelesen…</translation>
    </message>
    <message>
        <source>Examining…</source>
        <translation>Wird untersucht…</translation>
    </message>
    <message numerus="yes">
        <source>All of %n checks are in order.</source>
        <translation>
            <numerusform>Der eine Prüfpunkt ist in Ordnung.</numerusform><numerusform>Alle %n Prüfpunkte sind in Ordnung.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n checks need a look.</source>
        <translation>
            <numerusform>%n Prüfpunkt ist anzusehen.</numerusform><numerusform>%n Prüfpunkte sind anzusehen.</numerusform></translation>
    </message>
</context>
<context>
    <name>IntervalBar</name>
    <message>
        <source>Wrong-receipt rate: %1</source>
        <translation>Anteil falscher Kassenbons: %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>KeyPresets</name>
    <message>
        <source>Cartwright</source>
        <translation>Cartwright</translation>
    </message>
    <message>
        <source>mpv</source>
        <translation>mpv</translation>
    </message>
    <message>
        <source>Editing suite (J K L)</source>
        <translation>Schnittplatz (J K L)</translation>
    </message>
    <message>
        <source>Left hand</source>
        <translation>Linke Hand</translation>
    </message>
    <message>
        <source>Right hand</source>
        <translation>Rechte Hand</translation>
    </message>
</context>
<context>
    <name>KeyRecorder</name>
    <message>
        <source>Press the new key… Escape gives up</source>
        <translation>Neue Taste drücken… Escape bricht ab</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>%1 … 9</source>
        <translation>%1 … 9</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>On what</source>
        <translation>Woran</translation>
    </message>
    <message>
        <source>Entries of the log, the newest first</source>
        <translation>Einträge des Protokolls, die neuesten zuerst</translation>
    </message>
    <message>
        <source>who, exactly</source>
        <translation>wer, genau</translation>
    </message>
    <message>
        <source>what, exactly (sale.decided)</source>
        <translation>was, genau (sale.decided)</translation>
    </message>
    <message>
        <source>on what, exactly (store/sale)</source>
        <translation>woran, genau (Laden/Einkauf)</translation>
    </message>
    <message>
        <source>Details of the marked entry</source>
        <translation>Einzelheiten des markierten Eintrags</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n Eintrag</numerusform><numerusform>%n Einträge</numerusform></translation>
    </message>
    <message>
        <source>the newest %1 entries</source>
        <translation>die neuesten %1 Einträge</translation>
    </message>
</context>
<context>
    <name>Looks</name>
    <message>
        <source>Theme: %1</source>
        <translation>Aussehen: %1</translation>
    </message>
    <message>
        <source>Text size %1 %</source>
        <translation>Schriftgröße %1 %</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>high contrast</source>
        <translation>hoher Kontrast</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Cartwright</source>
        <translation>Cartwright</translation>
    </message>
    <message>
        <source>Database away, trying again</source>
        <translation>Datenbank nicht erreichbar, neuer Versuch läuft</translation>
    </message>
    <message>
        <source>The database is back.</source>
        <translation>Die Datenbank ist wieder da.</translation>
    </message>
    <message>
        <source>No workspace is open</source>
        <translation>Kein Arbeitsbereich ist geöffnet</translation>
    </message>
    <message>
        <source>Make one with “cartwright-cli demo my-store”, then start “cartwright --workspace my-store”.</source>
        <translation>Legen Sie mit „cartwright-cli demo my-store“ einen an und starten Sie dann „cartwright --workspace my-store“.</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Change the keys…</source>
        <translation>Tasten ändern…</translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>P&amp;lace</source>
        <translation>&amp;Ort</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message>
        <source>The workspace cannot be opened</source>
        <translation>Der Arbeitsbereich lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 has a role without a place in this window; the command line is for it.</source>
        <translation>%1 hat eine Rolle ohne Ort in diesem Fenster; dafür gibt es die Befehlszeile.</translation>
    </message>
    <message>
        <source>Copy the first command</source>
        <translation>Den ersten Befehl kopieren</translation>
    </message>
    <message>
        <source>The command is in the clipboard; paste it into a terminal.</source>
        <translation>Der Befehl ist in der Zwischenablage; fügen Sie ihn in ein Terminal ein.</translation>
    </message>
</context>
<context>
    <name>MeasuresPlace</name>
    <message>
        <source>Count again</source>
        <translation>Neu zählen</translation>
    </message>
    <message>
        <source>All figures</source>
        <translation>Alle Zahlen</translation>
    </message>
    <message>
        <source>Figures by day</source>
        <translation>Zahlen nach Tagen</translation>
    </message>
    <message>
        <source>Figures by flag reason</source>
        <translation>Zahlen nach Anlass</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Nach Tagen</translation>
    </message>
    <message>
        <source>By reason</source>
        <translation>Nach Anlass</translation>
    </message>
    <message>
        <source>Reviews per 1,000 sales</source>
        <translation>Prüfungen je 1.000 Einkäufe</translation>
    </message>
    <message>
        <source>Wrong-receipt rate</source>
        <translation>Anteil falscher Kassenbons</translation>
    </message>
    <message>
        <source>%1 reviewed of %2 closed sales; %3 audit reviews are counted apart</source>
        <translation>%1 geprüft von %2 abgeschlossenen Einkäufen; %3 Stichproben zählen gesondert</translation>
    </message>
    <message>
        <source>%1 wrong of %2 audit reviews</source>
        <translation>%1 falsch von %2 Stichproben</translation>
    </message>
    <message>
        <source>%1; 95 % interval %2 to %3 %</source>
        <translation>%1; 95-%-Bereich %2 bis %3 %</translation>
    </message>
    <message>
        <source>%1; it is measured on audit samples, which are reviewed blind</source>
        <translation>%1; gemessen wird an Stichproben, die blind geprüft werden</translation>
    </message>
    <message>
        <source>Nothing to measure yet</source>
        <translation>Noch nichts zu messen</translation>
    </message>
    <message>
        <source>No sale has been decided or closed. Figures appear with the first one.</source>
        <translation>Kein Einkauf ist entschieden oder abgeschlossen. Zahlen erscheinen mit dem ersten.</translation>
    </message>
    <message>
        <source>Review the next sale</source>
        <translation>Den nächsten Einkauf prüfen</translation>
    </message>
</context>
<context>
    <name>PaletteModel</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
</context>
<context>
    <name>PaneGrid</name>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
</context>
<context>
    <name>PlaceFacts</name>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>Einsprüche</translation>
    </message>
    <message>
        <source>Datasets</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Verwaltung</translation>
    </message>
</context>
<context>
    <name>ProductSearch</name>
    <message>
        <source>Products found</source>
        <translation>Gefundene Artikel</translation>
    </message>
    <message>
        <source>No product matches “%1”: try fewer letters or the barcode.</source>
        <translation>Kein Artikel passt zu „%1“: Versuchen Sie weniger Buchstaben oder den Strichcode.</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>This clip has no review copy: %1</source>
        <translation>Diese Aufnahme hat keine Prüfkopie: %1</translation>
    </message>
    <message>
        <source>The review copy of this clip is not made yet. "cartwright-cli prepare" makes it.</source>
        <translation>Die Prüfkopie dieser Aufnahme gibt es noch nicht. "cartwright-cli prepare" stellt sie her.</translation>
    </message>
    <message>
        <source>The review copy %1 is missing or has changed. "cartwright-cli prepare" with the sale and --again makes it anew.</source>
        <translation>Die Prüfkopie %1 fehlt oder wurde verändert. "cartwright-cli prepare" mit dem Einkauf und --again stellt sie neu her.</translation>
    </message>
</context>
<context>
    <name>QueueModel</name>
    <message>
        <source>no deadline</source>
        <translation>keine Frist</translation>
    </message>
    <message>
        <source>%1 late</source>
        <translation>%1 zu spät</translation>
    </message>
    <message>
        <source>%1 until %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>%1, skipped %2×</source>
        <translation>%1, %2-mal übersprungen</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Fällig</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>Einkauf</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>QueuePlace</name>
    <message>
        <source>Open in Review</source>
        <translation>Zur Prüfung öffnen</translation>
    </message>
    <message>
        <source>Find a sale</source>
        <translation>Einkauf suchen</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Part of the sale's id</source>
        <translation>Teil der Einkaufsnummer</translation>
    </message>
    <message>
        <source>sale id…   Ctrl+F</source>
        <translation>Einkaufsnummer…   Strg+F</translation>
    </message>
    <message>
        <source>all stores</source>
        <translation>alle Läden</translation>
    </message>
    <message>
        <source>all open</source>
        <translation>alle offenen</translation>
    </message>
    <message>
        <source>all reasons</source>
        <translation>alle Anlässe</translation>
    </message>
    <message>
        <source>Sales in the queue</source>
        <translation>Einkäufe in der Warteschlange</translation>
    </message>
    <message>
        <source>No sale fits</source>
        <translation>Kein Einkauf passt</translation>
    </message>
    <message>
        <source>No sale in the queue fits these filters.</source>
        <translation>Kein Einkauf in der Warteschlange passt zu diesen Filtern.</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation>Die Warteschlange ist leer</translation>
    </message>
    <message>
        <source>No sale waits for review. New ones appear here as soon as they are analysed.</source>
        <translation>Kein Einkauf wartet auf Prüfung. Neue erscheinen hier, sobald sie ausgewertet sind.</translation>
    </message>
    <message>
        <source>%1 waiting · %2 overdue · %3 claimed · %4 escalated · %5 done</source>
        <translation>%1 wartend · %2 überfällig · %3 in Arbeit · %4 weitergegeben · %5 erledigt</translation>
    </message>
    <message>
        <source>Show the decided ones</source>
        <translation>Die entschiedenen zeigen</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
</context>
<context>
    <name>ReceiptRows</name>
    <message>
        <source>as the machine saw it</source>
        <translation>wie die Maschine es sah</translation>
    </message>
    <message>
        <source>confirmed by a person</source>
        <translation>von einem Menschen bestätigt</translation>
    </message>
    <message>
        <source>corrected by a person</source>
        <translation>von einem Menschen berichtigt</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>berichtigt</translation>
    </message>
    <message>
        <source>cannot be resolved</source>
        <translation>nicht zu klären</translation>
    </message>
    <message>
        <source>escalated</source>
        <translation>weitergegeben</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>was %1 for %2</source>
        <translation>war %1 für %2</translation>
    </message>
    <message>
        <source>taken off, was %1 for %2</source>
        <translation>gestrichen, war %1 für %2</translation>
    </message>
</context>
<context>
    <name>ReviewActions</name>
    <message>
        <source>Play</source>
        <translation>Wiedergabe</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Bewegen</translation>
    </message>
    <message>
        <source>Loop and speed</source>
        <translation>Schleife und Tempo</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>This event</source>
        <translation>Dieses Ereignis</translation>
    </message>
    <message>
        <source>Cart</source>
        <translation>Warenkorb</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Shuttle back, again doubles</source>
        <translation>Rückwärts, noch einmal verdoppelt</translation>
    </message>
    <message>
        <source>Stop; held, J and L step</source>
        <translation>Anhalten; gehalten gehen J und L Bild für Bild</translation>
    </message>
    <message>
        <source>Shuttle forward, again doubles</source>
        <translation>Vorwärts, noch einmal verdoppelt</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame forward</source>
        <translation>Ein Bild vor</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>Eine Sekunde zurück</translation>
    </message>
    <message>
        <source>One second forward</source>
        <translation>Eine Sekunde vor</translation>
    </message>
    <message>
        <source>Start of the sale</source>
        <translation>Anfang des Einkaufs</translation>
    </message>
    <message>
        <source>End of the sale</source>
        <translation>Ende des Einkaufs</translation>
    </message>
    <message>
        <source>Previous event</source>
        <translation>Voriges Ereignis</translation>
    </message>
    <message>
        <source>Next event</source>
        <translation>Nächstes Ereignis</translation>
    </message>
    <message>
        <source>Loop the event</source>
        <translation>Ereignis als Schleife</translation>
    </message>
    <message>
        <source>Loop starts here</source>
        <translation>Schleife beginnt hier</translation>
    </message>
    <message>
        <source>Loop ends here</source>
        <translation>Schleife endet hier</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>Normal speed</source>
        <translation>Normales Tempo</translation>
    </message>
    <message>
        <source>Enlarge camera %1</source>
        <translation>Kamera %1 vergrößern</translation>
    </message>
    <message>
        <source>Zoom to the bin</source>
        <translation>Auf das Fach zoomen</translation>
    </message>
    <message>
        <source>Choose candidate %1</source>
        <translation>Kandidat %1 wählen</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Keiner von diesen</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Entnahme</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Rückgabe</translation>
    </message>
    <message>
        <source>Another product for this event</source>
        <translation>Anderer Artikel für dieses Ereignis</translation>
    </message>
    <message>
        <source>Draw a box on this frame</source>
        <translation>Rahmen auf dieses Bild zeichnen</translation>
    </message>
    <message>
        <source>Add a product</source>
        <translation>Artikel hinzufügen</translation>
    </message>
    <message>
        <source>Remove the line</source>
        <translation>Zeile entfernen</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Eins mehr</translation>
    </message>
    <message>
        <source>One fewer</source>
        <translation>Eins weniger</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Skip with a reason…</source>
        <translation>Mit Grund überspringen…</translation>
    </message>
    <message>
        <source>Escalate with a reason…</source>
        <translation>Mit Grund weitergeben…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Abschicken</translation>
    </message>
    <message>
        <source>Submit the corrected cart</source>
        <translation>Berichtigten Warenkorb abschicken</translation>
    </message>
    <message>
        <source>Confirm the cart</source>
        <translation>Warenkorb bestätigen</translation>
    </message>
</context>
<context>
    <name>ReviewEditor</name>
    <message>
        <source>nothing taken at %1</source>
        <translation>nichts entnommen um %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, quantity %2</source>
        <translation>%1, Anzahl %2</translation>
    </message>
    <message>
        <source>%1, removed</source>
        <translation>%1, entfernt</translation>
    </message>
    <message>
        <source>%1, added</source>
        <translation>%1, hinzugefügt</translation>
    </message>
    <message>
        <source>box in camera %1</source>
        <translation>Rahmen in Kamera %1</translation>
    </message>
</context>
<context>
    <name>ReviewHeader</name>
    <message>
        <source>blind review: the machine's answer is not shown</source>
        <translation>blinde Prüfung: Die Antwort der Maschine wird nicht gezeigt</translation>
    </message>
    <message>
        <source>also: %1</source>
        <translation>außerdem: %1</translation>
    </message>
    <message>
        <source>sale %1</source>
        <translation>Einkauf %1</translation>
    </message>
    <message>
        <source>overdue by %1</source>
        <translation>überfällig seit %1</translation>
    </message>
    <message>
        <source>due in %1</source>
        <translation>fällig in %1</translation>
    </message>
    <message>
        <source>was due %1</source>
        <translation>war fällig am %1</translation>
    </message>
    <message>
        <source>no deadline · %1</source>
        <translation>keine Frist · %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>ReviewPlace</name>
    <message>
        <source>A box needs a frame: choose a camera that has one at this moment.</source>
        <translation>Ein Rahmen braucht ein Bild: Wählen Sie eine Kamera, die jetzt eines hat.</translation>
    </message>
    <message>
        <source>Why skip this sale?</source>
        <translation>Warum diesen Einkauf überspringen?</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Why should a lead look at this sale?</source>
        <translation>Warum soll die Leitung diesen Einkauf ansehen?</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>Weitergeben</translation>
    </message>
    <message>
        <source>Nothing to review</source>
        <translation>Nichts zu prüfen</translation>
    </message>
    <message>
        <source>No sale waits for review. New ones appear in the queue as soon as they are analysed.</source>
        <translation>Kein Einkauf wartet auf Prüfung. Neue erscheinen in der Warteschlange, sobald sie ausgewertet sind.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>The sale could not be opened</source>
        <translation>Der Einkauf ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>What happened stands above.</source>
        <translation>Was geschehen ist, steht oben.</translation>
    </message>
    <message>
        <source>Try the next sale</source>
        <translation>Den nächsten versuchen</translation>
    </message>
    <message>
        <source>Opening the next sale…</source>
        <translation>Der nächste Einkauf wird geöffnet…</translation>
    </message>
    <message>
        <source>No interaction was found in this sale. Watch the clips, then add what was taken with A.</source>
        <translation>In diesem Einkauf wurde kein Griff gefunden. Sehen Sie die Aufnahmen an und fügen Sie mit A hinzu, was entnommen wurde.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>no event chosen</source>
        <translation>kein Ereignis gewählt</translation>
    </message>
    <message>
        <source>no camera has footage of this event</source>
        <translation>keine Kamera hat dieses Ereignis aufgenommen</translation>
    </message>
    <message>
        <source>A changed line has no camera and frame behind it. Why is it right?</source>
        <translation>Eine geänderte Zeile ist durch keine Kamera und kein Bild belegt. Warum stimmt sie?</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Abschicken</translation>
    </message>
</context>
<context>
    <name>ReviewsChart</name>
    <message>
        <source>Reviews per 1,000 sales by day; the same numbers stand in the table of days</source>
        <translation>Prüfungen je 1.000 Einkäufe nach Tagen; dieselben Zahlen stehen in der Tabelle der Tage</translation>
    </message>
    <message>
        <source>reviews per 1,000 sales</source>
        <translation>Prüfungen je 1.000 Einkäufe</translation>
    </message>
    <message>
        <source>aim: 20 to 50</source>
        <translation>Ziel: 20 bis 50</translation>
    </message>
</context>
<context>
    <name>RoleTitles</name>
    <message>
        <source>reviewer</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>lead</source>
        <translation>Leitung</translation>
    </message>
    <message>
        <source>ML engineer</source>
        <translation>ML-Ingenieur</translation>
    </message>
    <message>
        <source>manager</source>
        <translation>Filialleitung</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Betreiber</translation>
    </message>
    <message>
        <source>pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>desk owner</source>
        <translation>Platzinhaber</translation>
    </message>
</context>
<context>
    <name>Screenshot</name>
    <message>
        <source>The action that --action names is unknown or cannot be done now; the settings list them.</source>
        <translation>Den Befehl, den --action nennt, gibt es nicht oder er geht jetzt nicht; die Einstellungen führen alle auf.</translation>
    </message>
    <message>
        <source>The window did not finish painting within 30 seconds, so no picture was saved to %1.</source>
        <translation>Das Fenster wurde binnen 30 Sekunden nicht fertig, deshalb wurde kein Bild in %1 gespeichert.</translation>
    </message>
    <message>
        <source>The picture of the window could not be encoded.</source>
        <translation>Das Bild des Fensters ließ sich nicht kodieren.</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>Text &amp;size</source>
        <translation>&amp;Schriftgröße</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start on.</source>
        <translation>Eine andere Sprache gilt vom nächsten Start an.</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>S&amp;prache</translation>
    </message>
</context>
<context>
    <name>ShortcutEditor</name>
    <message>
        <source>Take it from the other</source>
        <translation>Der anderen wegnehmen</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Belegung</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>Befehle und Tasten suchen</translation>
    </message>
    <message>
        <source>search: name, place or key</source>
        <translation>suchen: Name, Ort oder Taste</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Belegung</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>Taste ändern</translation>
    </message>
    <message>
        <source>Add a key</source>
        <translation>Taste hinzufügen</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>As in the preset</source>
        <translation>Wie in der Belegung</translation>
    </message>
    <message>
        <source>All as in the preset</source>
        <translation>Alle wie in der Belegung</translation>
    </message>
    <message>
        <source>! %1 is also the key of “%2” (%3). While both have it, pressing it does neither.</source>
        <translation>! %1 ist auch die Taste von „%2“ (%3). Solange beide sie haben, tut sie keines von beiden.</translation>
    </message>
    <message numerus="yes">
        <source>! %n keys mean two actions at once; the last column says which.</source>
        <translation>
            <numerusform>! %n Taste meint zwei Befehle zugleich; die letzte Spalte sagt, welche.</numerusform><numerusform>! %n Tasten meinen zwei Befehle zugleich; die letzte Spalte sagt, welche.</numerusform></translation>
    </message>
    <message>
        <source>No key means two things.</source>
        <translation>Keine Taste meint zweierlei.</translation>
    </message>
</context>
<context>
    <name>ShortcutModel</name>
    <message>
        <source>%1 is also “%2”</source>
        <translation>%1 ist auch „%2“</translation>
    </message>
    <message>
        <source>! %1</source>
        <translation>! %1</translation>
    </message>
    <message>
        <source>%1   (changed)</source>
        <translation>%1   (geändert)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Collides</source>
        <translation>Streit um die Taste</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Kennwort</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>Anmeldung läuft…</translation>
    </message>
</context>
<context>
    <name>StillsStrip</name>
    <message>
        <source>The bin before and after the current event</source>
        <translation>Das Fach vor und nach dem Ereignis</translation>
    </message>
    <message>
        <source>decoding…</source>
        <translation>wird dekodiert…</translation>
    </message>
    <message>
        <source>no whole frame here</source>
        <translation>hier ist kein ganzes Bild</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>after</source>
        <translation>nachher</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>which product?</source>
        <translation>welcher Artikel?</translation>
    </message>
    <message>
        <source>take or return?</source>
        <translation>entnommen oder zurückgelegt?</translation>
    </message>
    <message>
        <source>which shopper?</source>
        <translation>welcher Kunde?</translation>
    </message>
    <message>
        <source>is the cart complete?</source>
        <translation>ist der Warenkorb vollständig?</translation>
    </message>
    <message>
        <source>which of the sources is right?</source>
        <translation>welche der Quellen stimmt?</translation>
    </message>
    <message>
        <source>is this large cart right?</source>
        <translation>stimmt dieser große Warenkorb?</translation>
    </message>
    <message>
        <source>what is in the cart?</source>
        <translation>was ist im Warenkorb?</translation>
    </message>
    <message>
        <source>uncertain product</source>
        <translation>Artikel unsicher</translation>
    </message>
    <message>
        <source>uncertain action</source>
        <translation>Griff unsicher</translation>
    </message>
    <message>
        <source>uncertain shopper</source>
        <translation>Kunde unsicher</translation>
    </message>
    <message>
        <source>evidence incomplete</source>
        <translation>Belege unvollständig</translation>
    </message>
    <message>
        <source>sensors disagree</source>
        <translation>Sensoren uneins</translation>
    </message>
    <message>
        <source>cart value</source>
        <translation>Wert des Warenkorbs</translation>
    </message>
    <message>
        <source>no prediction</source>
        <translation>keine Vorhersage</translation>
    </message>
    <message>
        <source>audit sample</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>claimed</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>escalated</source>
        <translation>weitergegeben</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>take</source>
        <translation>Entnahme</translation>
    </message>
    <message>
        <source>return</source>
        <translation>Rückgabe</translation>
    </message>
    <message>
        <source>none</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>entry</source>
        <translation>Eintritt</translation>
    </message>
    <message>
        <source>exit</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>TimeAxis</name>
    <message>
        <source>Time axis</source>
        <translation>Zeitachse</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>scans</source>
        <translation>Scans</translation>
    </message>
</context>
<context>
    <name>Translation</name>
    <message>
        <source>Right to left (for tests)</source>
        <translation>Von rechts nach links (für Tests)</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Moment on the sale's clock</source>
        <translation>Zeitpunkt auf der Uhr des Einkaufs</translation>
    </message>
    <message>
        <source>playing</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>loop</source>
        <translation>Schleife</translation>
    </message>
    <message>
        <source>loop from %1</source>
        <translation>Schleife ab %1</translation>
    </message>
    <message>
        <source>loop until %1</source>
        <translation>Schleife bis %1</translation>
    </message>
</context>
<context>
    <name>VideoPane</name>
    <message>
        <source>Camera %1, %2</source>
        <translation>Kamera %1, %2</translation>
    </message>
    <message>
        <source>loading…</source>
        <translation>lädt…</translation>
    </message>
    <message>
        <source>no frame at this time: the clip starts at %1</source>
        <translation>kein Bild zu dieser Zeit: Die Aufnahme beginnt um %1</translation>
    </message>
    <message>
        <source>no frame at this time: the clip ended at %1</source>
        <translation>kein Bild zu dieser Zeit: Die Aufnahme endete um %1</translation>
    </message>
    <message>
        <source>no frame at this time: a gap in the clip</source>
        <translation>kein Bild zu dieser Zeit: Lücke in der Aufnahme</translation>
    </message>
    <message>
        <source>this frame is damaged</source>
        <translation>dieses Bild ist beschädigt</translation>
    </message>
    <message>
        <source>this clip cannot be shown</source>
        <translation>diese Aufnahme lässt sich nicht zeigen</translation>
    </message>
    <message>
        <source>%1 · finding the frame…</source>
        <translation>%1 · Bild wird gesucht…</translation>
    </message>
    <message>
        <source>%1 · frame %2 of %3</source>
        <translation>%1 · Bild %2 von %3</translation>
    </message>
    <message>
        <source>zoomed to %1</source>
        <translation>auf %1 gezoomt</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1-fach</translation>
    </message>
    <message>
        <source>box: arrows move, Shift resizes, Enter takes, Esc gives up</source>
        <translation>Rahmen: Pfeile bewegen, Umschalt ändert die Größe, Enter übernimmt, Esc bricht ab</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Cart</source>
        <translation>Warenkorb</translation>
    </message>
    <message>
        <source>This event</source>
        <translation>Dieses Ereignis</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Vorher und nachher</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>cartwright::ui</name>
    <message>
        <source>not enough data</source>
        <translation>zu wenig Daten</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 (95 % interval %2 to %3 %)</source>
        <translation>%1 (95-%-Bereich %2 bis %3 %)</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Numerator</source>
        <translation>Zähler</translation>
    </message>
    <message>
        <source>Denominator</source>
        <translation>Nenner</translation>
    </message>
    <message>
        <source>What it counts</source>
        <translation>Was sie zählt</translation>
    </message>
    <message>
        <source>Reviews per 1,000 sales</source>
        <translation>Prüfungen je 1.000 Einkäufe</translation>
    </message>
    <message>
        <source>flagged sales with a completed review / sales closed</source>
        <translation>auffällige Einkäufe mit abgeschlossener Prüfung / abgeschlossene Einkäufe</translation>
    </message>
    <message>
        <source>Wrong-receipt rate</source>
        <translation>Anteil falscher Kassenbons</translation>
    </message>
    <message>
        <source>audit reviews whose predicted cart was wrong / audit reviews</source>
        <translation>Stichproben mit falsch vorhergesagtem Warenkorb / Stichproben</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>Auffällig</translation>
    </message>
    <message>
        <source>flagged sales / sales decided</source>
        <translation>auffällige Einkäufe / entschiedene Einkäufe</translation>
    </message>
    <message>
        <source>Prediction right although flagged</source>
        <translation>Vorhersage richtig, obwohl auffällig</translation>
    </message>
    <message>
        <source>reviewed flagged sales whose predicted cart was right / reviewed flagged sales</source>
        <translation>geprüfte auffällige Einkäufe mit richtig vorhergesagtem Warenkorb / geprüfte auffällige Einkäufe</translation>
    </message>
    <message>
        <source>In time</source>
        <translation>Rechtzeitig</translation>
    </message>
    <message>
        <source>sales closed by their deadline / sales closed</source>
        <translation>vor der Frist abgeschlossene Einkäufe / abgeschlossene Einkäufe</translation>
    </message>
    <message>
        <source>Median handling time</source>
        <translation>Mittlere Bearbeitungszeit (Median)</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>from opening to deciding; n reviews</source>
        <translation>vom Öffnen bis zur Entscheidung; n Prüfungen</translation>
    </message>
    <message>
        <source>Audit reviews</source>
        <translation>Stichproben</translation>
    </message>
    <message>
        <source>counted apart from the reviews above</source>
        <translation>gesondert von den Prüfungen oben gezählt</translation>
    </message>
    <message>
        <source>Day (UTC)</source>
        <translation>Tag (UTC)</translation>
    </message>
    <message>
        <source>Reviews per 1,000</source>
        <translation>Prüfungen je 1.000</translation>
    </message>
    <message>
        <source>Reviews</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Sales closed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Wrong receipts</source>
        <translation>Falsche Kassenbons</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Falsch</translation>
    </message>
    <message>
        <source>Flag reason</source>
        <translation>Anlass</translation>
    </message>
    <message>
        <source>False flags</source>
        <translation>Unnötige Anlässe</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Prediction was right</source>
        <translation>Vorhersage war richtig</translation>
    </message>
    <message>
        <source>--theme is light, dark or high-contrast, not %1.</source>
        <translation>--theme ist light, dark oder high-contrast, nicht %1.</translation>
    </message>
    <message>
        <source>--scale is 100 to 200, not %1.</source>
        <translation>--scale ist 100 bis 200, nicht %1.</translation>
    </message>
    <message>
        <source>--language is en, de or x-mirror, not %1.</source>
        <translation>--language ist en, de oder x-mirror, nicht %1.</translation>
    </message>
    <message>
        <source>--size is WIDTHxHEIGHT, not %1.</source>
        <translation>--size ist BREITExHÖHE, nicht %1.</translation>
    </message>
    <message>
        <source>Review workstation for checkout-free stores.

    cartwright --workspace demo --reviewer ada</source>
        <translation>Prüfplatz für kassenlose Läden.

    cartwright --workspace demo --reviewer ada</translation>
    </message>
    <message>
        <source>The workspace folder (or CARTWRIGHT_WORKSPACE).</source>
        <translation>Der Ordner des Arbeitsbereichs (oder CARTWRIGHT_WORKSPACE).</translation>
    </message>
    <message>
        <source>The server's database, postgresql://USER@HOST/NAME; where not given, the workspace's.</source>
        <translation>Die Datenbank des Servers, postgresql://USER@HOST/NAME; ohne Angabe die des Arbeitsbereichs.</translation>
    </message>
    <message>
        <source>Who reviews; the name stands in verdicts.</source>
        <translation>Wer prüft; der Name steht in den Entscheidungen.</translation>
    </message>
    <message>
        <source>light, dark or high-contrast.</source>
        <translation>light, dark oder high-contrast.</translation>
    </message>
    <message>
        <source>Text size, 100 to 200 percent.</source>
        <translation>Schriftgröße, 100 bis 200 Prozent.</translation>
    </message>
    <message>
        <source>Language of the window: en, de, or x-mirror to test right to left.</source>
        <translation>Sprache des Fensters: en, de, oder x-mirror für den Test von rechts nach links.</translation>
    </message>
    <message>
        <source>Size of the window.</source>
        <translation>Größe des Fensters.</translation>
    </message>
    <message>
        <source>The place to open: %1.</source>
        <translation>Der Ort, der geöffnet wird: %1.</translation>
    </message>
    <message>
        <source>An action of the window to do first, by its name in settings.</source>
        <translation>Ein Befehl des Fensters, der zuerst ausgeführt wird, mit seinem Namen aus den Einstellungen.</translation>
    </message>
    <message>
        <source>The sale to open in Review, by id or store/sale.</source>
        <translation>Der Einkauf, der zur Prüfung geöffnet wird, mit Nummer oder Laden/Einkauf.</translation>
    </message>
    <message>
        <source>Save a PNG of the window once everything is painted, then end.</source>
        <translation>Ein PNG des Fensters speichern, sobald alles gezeichnet ist, dann enden.</translation>
    </message>
    <message>
        <source>--place is one of %1, not %2.</source>
        <translation>--place ist eines von %1, nicht %2.</translation>
    </message>
</context>
<context>
    <name>cartwright::ui::MeasuresPlace</name>
    <message>
        <source>Measures</source>
        <translation>Kennzahlen</translation>
    </message>
</context>
<context>
    <name>cartwright::ui::QueuePlace</name>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
</context>
</TS>
