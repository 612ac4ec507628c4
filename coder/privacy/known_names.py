"""Short lists of first names and places, written for this program: more than what they hold is found."""

from __future__ import annotations

from coder.privacy.cue_words import words

WOMEN = words("""
    Kari Anne Inger Ingrid Marit Liv Randi Solveig Astrid Berit Bjørg Gerd Hilde Nina Elin Silje Ida Hanne Heidi
    Tone Trine Wenche Turid Sissel Ragnhild Gunn Guro Ingeborg Marte Mari Maria Marie Eva Anna Emma Nora Sara Sofie
    Sofia Thea Camilla Cecilie Kristin Kristine Kristina Karin Kerstin Birgitta Margareta Elisabeth Lena Helena Ulla
    Gunilla Annika Malin Åsa Ebba Linnea Elsa Maja Agneta Ylva Lisa Sabine Monika Petra Ursula Renate Brigitte
    Gisela Helga Heike Susanne Angelika Claudia Birgit Andrea Katrin Anja Silke Ute Martina Christa Gabriele Ingrid
    Erika Hannah Lea Mia Leonie Franziska Katharina Julia Johanna Greta Charlotte Margaret Mary Susan Sarah Emily
    Elizabeth Jane Helen Karen Linda Patricia Jennifer Catherine Kate Lucy Alice Rachel Rebecca Fiona Gillian
    Hilary Bridget Aisha Fatima Amina Olga Natasha Agnieszka Laila Mona Merete Vigdis Synnøve Torill Unni Åse Line
    Stine Mette Lise Lone Pia Tuva Frida Vilde Amalie Mathilde Amanda Victoria Ellen Grethe Else Tove Eli Siri Gro
    Magda Edith Ruth Esther Hedda Ingunn Oddny Jorunn Maren Sunniva Priya Leila Yasmin Wiebke Antje Dörte Elke
    Joyce Dorothy Eileen Doris Beth Megan Olivia Sophie Jessica Laura Sandra Sandy Nicole Melanie Stefanie Tanja
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
    Sigurd Vidar Atle Egil Finn Kim Stian Sondre Vegard Torstein Trygve Aksel Birger Ivar Jakob Jacob Joakim
    Kenneth Kurt Martin Mathias Niels Otto Peder Rasmus Roar Sigmund Simen Steinar Tarjei Ulf Willy Yngve Gerald
    Rolf-Dieter Jochen Karsten Carsten Hartmut Hermann Joachim Josef Ludwig Norbert Siegfried Walter Wilhelm
    Edward Arthur Albert Ernest Frederick Henry Joseph Samuel Tom Ben Luke Adam Tim Jim Bill Bob Mike Steve Joe
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
