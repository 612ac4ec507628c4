"""Short lists of first names and places, written for this program: more than what they hold is found."""

from __future__ import annotations

from coder.privacy.cue_words import words

WOMEN = words("""
    Kari Anne Inger Ingrid Marit Liv Randi Solveig Astrid Berit Bjørg Gerd Hilde Nina Elin Silje Ida Hanne Heidi
    Tone Trine Wenche Turid Sissel Ragnhild Gunn Guro Ingeborg Marte Mari Maria Marie Eva Anna Emma Nora Sara Sofie
    Sofia Thea Camilla Cecilie Kristin Kristine Kristina Karin Kerstin Birgitta Margareta Elisabeth Lena Helena Ulla
    Gunilla Annika Malin Åsa Ebba Linnea Elsa Maja Agneta Ylva Lisa Sabine Monika Petra Ursula Renate Brigitte
    Gisela Helga Heike Susanne Angelika Claudia Birgit Andrea Katrin Anja Silke Ute Martina Christa Gabriele Erika
    Hannah Lea Mia Leonie Franziska Katharina Julia Johanna Greta Charlotte Margaret Mary Susan Sarah Emily
    Elizabeth Jane Helen Karen Linda Patricia Jennifer Catherine Kate Lucy Alice Rachel Rebecca Fiona Gillian Hilary
    Bridget Aisha Fatima Amina Olga Natasha Agnieszka Laila Mona Merete Vigdis Synnøve Torill Unni Åse Line Stine
    Mette Lise Lone Pia Tuva Frida Vilde Amalie Mathilde Amanda Victoria Ellen Grethe Else Tove Eli Siri Gro Magda
    Edith Ruth Esther Hedda Ingunn Oddny Jorunn Maren Sunniva Hannelore Rosemarie Waltraud Irmgard Hildegard Gertrud
    Ilse Inge Edeltraud Barbara Doris Karola Carola Sybille Sibylle Gudrun Margit Marlene Michaela Anke Britta
    Nadine Jana Jasmin Lara Emilia Clara Klara Paula Johanne Berta Bertha Frieda Elfriede Anneliese Annemarie
    Roswitha Beate Bettina Cornelia Dagmar Ellinor Eleonore Gerda Hanna Grace Hope Joy Rose Ruby Daisy Poppy Amy Ann
    Jo Joan Jean Judith Julie Kathleen Louise Lynn Maureen Michelle Molly Nancy Naomi Natalie Pamela Rosie Sally
    Samantha Sharon Shirley Sheila Stephanie Tina Tracy Wendy Zoe Siw Siv Ragna Sigrid Signe Sonja Tonje Tora Trude
    Veronica Vibeke Åshild Aud Bente Bodil Britt Dagny Helene Henriette Hege Herdis Janne Jannicke Jenny Karoline
    Katrine Kirsten Kjersti Linn Lillian Margrethe Marianne Oda Olaug Reidun Rigmor Rita Sidsel Sigrun Susann
    Therese Carina Cecilia Eva-Lena Gun Gunvor Inga Ingegerd Irene Jessica Josefin Katarina Lovisa Maj Matilda Moa
    Monica Pernilla Rut Stina Ulrika Viktoria Alva Alma Ella Freja Wilma Priya Leila Yasmin Wiebke Antje Dörte Elke
    Joyce Dorothy Eileen Beth Megan Olivia Sophie Laura Sandra Sandy Nicole Melanie Stefanie Tanja
""")
MEN = words("""
    Ola Ole Per Jan Lars Nils Knut Arne Bjørn Odd Kjell Svein Tor Thor Øyvind Geir Rolf Terje Morten Anders Hans
    Erik Eirik Kristian Christian Kåre Einar Harald Håkon Haakon Magnus Jonas Espen Trond Stein Rune Roger Frode
    Jens Tore Olav Sverre Leif Gunnar Karl Johan Johannes Mats Sven Göran Lennart Bengt Björn Åke Stefan Fredrik
    Gustav Gustaf Oskar Oscar Axel Viktor Emil Elias Nikolai Henrik Andreas Thomas Tomas Peter Petter Michael Mikael
    Klaus Jürgen Wolfgang Dieter Manfred Uwe Günter Günther Horst Bernd Frank Ralf Matthias Thorsten Torsten Stephan
    Markus Sebastian Tobias Florian Felix Lukas Moritz Maximilian Heinz Werner Helmut Gerhard Heinrich Friedrich
    Detlef Jörg Holger Volker Rainer Reinhard John James David Robert William Richard Charles George Paul Mark
    Andrew Simon Stephen Steven Kevin Brian Ian Alan Graham Keith Neil Colin Derek Nigel Trevor Gareth Patrick Sean
    Liam Daniel Matthew Jack Harry Oliver Ahmed Mohammed Muhammad Ali Omar Hassan Ivan Dmitri Piotr Asbjørn Torbjørn
    Sigurd Vidar Atle Egil Finn Kim Stian Sondre Vegard Torstein Trygve Aksel Birger Ivar Jakob Jacob Joakim Kenneth
    Kurt Martin Mathias Niels Otto Peder Rasmus Roar Sigmund Simen Steinar Tarjei Ulf Willy Yngve Gerald Rolf-Dieter
    Jochen Karsten Carsten Hartmut Hermann Joachim Josef Ludwig Norbert Siegfried Walter Wilhelm Edward Will Bo Nick
    Max Sam Dan Matt Luke Jake Jude Josh Jon Jonathan Justin Ken Larry Leo Leon Lewis Logan Malcolm Marcus Neville
    Noah Norman Owen Philip Phil Ralph Ray Rhys Ron Ronald Ross Roy Russell Rory Ryan Scott Sidney Stuart Ted Terry
    Tony Victor Vincent Wayne Craig Callum Cameron Dennis Douglas Duncan Eric Ewan Gary Geoff Gordon Greg Howard
    Hugh Bernard Barry Angus Alastair Alistair Alexander Alex Dag Erling Even Filip Gaute Gorm Halvor Helge Herman
    Henning Inge Jarle Johnny Jostein Jørgen Jørn Kolbjørn Kristoffer Lasse Mads Magne Marius Nikolas Olaf Oddvar
    Ottar Pål Reidar Robin Ronny Sander Sigbjørn Sindre Snorre Stig Ståle Sturla Tommy Tormod Torgeir Tron Tørres
    Viggo Ørjan Øystein Arvid Bertil Börje Claes Christer Dick Evert Gösta Hampus Hugo Håkan Ingvar Isak Jesper
    Jörgen Kent Krister Linus Ludvig Mattias Micke Måns Niklas Ove Patrik Pontus Ragnar Rickard Roland Sixten
    Staffan Sten Sune Tage Theodor Tord Ture Urban Valter Adolf Alfred Anton Armin August Bastian Benedikt Benjamin
    Bernhard Bruno Clemens Dirk Eberhard Egon Elmar Ernst Erwin Eugen Fabian Ferdinand Fritz Georg Gregor Hannes
    Heiko Heiner Hubert Ingo Jannis Julian Kai Konrad Lorenz Lothar Lutz Marcel Marco Mario Marvin Nico Pascal
    Philipp Raimund Rudolf Rüdiger Sascha Steffen Theo Timo Tom Udo Ulrich Valentin Waldemar Winfried Arthur Albert
    Ernest Frederick Henry Joseph Samuel Ben Adam Tim Jim Bill Bob Mike Steve Joe
""")
FIRST_NAMES = WOMEN | MEN

PLACES = words("""
    Oslo Bergen Trondheim Stavanger Tromsø Kristiansand Drammen Fredrikstad Bodø Ålesund Hamar Lillehammer Molde
    Haugesund Arendal Skien Porsgrunn Tønsberg Sandefjord Larvik Moss Halden Sarpsborg Gjøvik Kongsberg Horten Asker
    Bærum Hammerfest Kirkenes Alta Narvik Harstad Mosjøen Namsdal Namsos Steinkjer Levanger Førde Voss Lofoten
    Svalbard Longyearbyen Finnmark Troms Nordland Trøndelag Rogaland Agder Telemark Vestfold Hedmark Oppland Østfold
    Vestland Norge Noreg Norway Norwegen Sverige Sweden Schweden Danmark Denmark Dänemark Finland Finnland Tyskland
    Germany Deutschland England Skottland Scotland Schottland Wales Irland Ireland Österrike Austria Österreich
    Sveits Schweiz Switzerland Frankrike France Frankreich Spania Spanien Spain Italia Italien Italy Polen Poland
    Stockholm Göteborg Malmö Uppsala Linköping Lund Umeå Örebro Västerås Norrköping Helsingborg Jönköping Sundsvall
    Gävle Luleå Kiruna Växjö Karlstad Kalmar Visby Falun Östersund Skövde Halmstad Borås Eskilstuna Södertälje Skåne
    Dalarna Gotland Norrland Småland Värmland København Copenhagen Kopenhagen Aarhus Odense Aalborg Esbjerg Helsinki
    Helsingfors Turku Tampere Åbo Reykjavik Reykjavík Berlin Hamburg München Munich Köln Cologne Frankfurt Stuttgart
    Düsseldorf Leipzig Dresden Bremen Hannover Nürnberg Dortmund Essen Kiel Lübeck Rostock Freiburg Heidelberg Mainz
    Münster Göttingen Erfurt Jena Kassel Bonn Aachen Regensburg Würzburg Augsburg Ulm Wien Vienna Graz Salzburg
    Zürich Basel Bern Bayern Sachsen Hessen Thüringen Brandenburg Potsdam Schleswig Holstein Flensburg Husum Sylt
    Wolfsburg Magdeburg Halle Chemnitz Tübingen London Manchester Birmingham Leeds Liverpool Sheffield Bristol
    Newcastle Nottingham Leicester Edinburgh Glasgow Cardiff Belfast Dublin Oxford Cambridge York Brighton
    Southampton Portsmouth Plymouth Exeter Norwich Bath Durham Aberdeen Dundee Inverness Swansea Cornwall Devon Kent
    Essex Sussex Yorkshire Lancashire Cumbria Boston Chicago Toronto Sydney Melbourne Dubai Paris Madrid Rome Roma
    Amsterdam Rotterdam Brussels Brüssel
""")
