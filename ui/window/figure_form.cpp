// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/figure_form.h"

#include <QCheckBox>
#include <QVBoxLayout>
#include <algorithm>
#include <iterator>

#include "ui/window/choice_field.h"
#include "ui/window/field_grid.h"
#include "ui/window/number_field.h"
#include "ui/window/rows_controller.h"
#include "ui/window/text_field.h"

namespace interleave::ui {
namespace {

constexpr QSize kPresets[] = {{1280, 720}, {1920, 1080}, {3840, 2160}};
constexpr char kOther[] = "other";
constexpr double kSmallestScale = 0.5;
constexpr double kLargestScale = 8.0;

QString sizeName(const QSize& size) {
  return QString("%1 × %2").arg(size.width()).arg(size.height());
}

std::vector<Choice> presetChoices() {
  std::vector<Choice> choices;
  for (const QSize& size : kPresets) {
    choices.push_back({sizeName(size), sizeName(size), {}});
  }
  choices.push_back({kOther, "Other…", "As typed below"});
  return choices;
}

/// Choices whose names are an enum's values.
std::vector<Choice> numbered(const QStringList& labels) {
  std::vector<Choice> choices;
  for (const QString& label : labels) {
    choices.push_back({QString::number(choices.size()), label, {}});
  }
  return choices;
}

/// Those that any of the runs has.
std::vector<Choice> rowChoices(const std::vector<ComparedRun>& runs) {
  std::vector<SnapshotPtr> snapshots;
  for (const ComparedRun& run : runs) {
    snapshots.push_back(run.findings->snapshot);
  }
  std::vector<Choice> choices = numbered({"By worker", "By job", "By core"});
  std::erase_if(choices, [&](const Choice& choice) {
    return !rowsAvailable(snapshots, static_cast<Rows>(choice.name.toInt())).is_available;
  });
  return choices;
}

template <class Enum>
Enum chosen(const ChoiceField& field) {
  return static_cast<Enum>(field.chosen().toInt());
}

template <class Enum>
void choose(ChoiceField& field, Enum value) {
  field.choose(QString::number(static_cast<int>(value)));
}

ParameterSpec spec(const char* label, const char* unit, ParameterKind kind, double least, double most,
                   const char* explanation) {
  ParameterSpec made;
  made.key = label;
  made.label = label;
  made.unit = unit;
  made.kind = kind;
  made.least = least;
  made.most = most;
  made.explanation = explanation;
  return made;
}

}  // namespace

FigureForm::FigureForm(FigureSource source, const ExportChoices& choices, QWidget* parent)
    : QWidget(parent), m_source(std::move(source)) {
  build();
  showChoices(choices);
}

void FigureForm::build() {
  const auto pixels = [](const char* label) {
    return spec(label, "px", ParameterKind::Integer, kSmallestFigure_px, kLargestFigure_px,
                "Of the picture, in pixels.");
  };
  m_title = new TextField("Title", FieldWidth::Full, "What stands above the picture");
  m_preset = new ChoiceField("Size", FieldWidth::Full, presetChoices(), "The picture's size in pixels");
  m_width = new NumberField(pixels("Width"), FieldWidth::Half);
  m_height = new NumberField(pixels("Height"), FieldWidth::Half);
  m_scale = new NumberField(spec("Scale", "×", ParameterKind::Real, kSmallestScale, kLargestScale,
                                 "How much larger type and lines are drawn: 2 for a slide seen from afar."),
                            FieldWidth::Half);
  m_theme = new ChoiceField("Theme", FieldWidth::Half, numbered({"Light", "Dark", "Print"}),
                            "Print is black on white, with textures");
  m_palette = new ChoiceField("Colours", FieldWidth::Half, numbered({"By job", "As the articles"}),
                              "By job, or red marks and blue bars as the articles have them");
  m_rows = new ChoiceField("Rows", FieldWidth::Half, rowChoices(m_source.runs), "What a row stands for");
  m_style = new ChoiceField("Style", FieldWidth::Half, numbered({"Live", "Runtimes"}),
                            "What ran at each instant, or one bar from start to stop");
  m_part = new ChoiceField("Part", FieldWidth::Half, numbered({"Whole run", "As visible"}),
                           "All of the run, or what the window shows now");
  m_order = new ChoiceField("Panels", FieldWidth::Half, numbered({"Stacked", "Side by side"}),
                            "One below the other, or beside each other as the articles have them");
  m_connectors = new QCheckBox("&Hand-overs");
  m_connectors->setToolTip(
      "Thin lines for who let whom go on, and for moves between cores, where they can be told apart");
  m_gil_points = new QCheckBox("GIL &requests and switches");
  m_gil_points->setToolTip("When the emulated GIL was asked for and given up on request, where they can be told apart");
  m_transparent = new QCheckBox("Transparent &ground");
  m_transparent->setObjectName("transparent");
  m_transparent->setToolTip("Leave out the ground, to put the picture on a slide of any colour");
  m_grid = new FieldGrid;
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_grid);
  column->addWidget(m_connectors);
  column->addWidget(m_gil_points);
  column->addWidget(m_transparent);
  column->addStretch(1);
  std::vector<Field*> fields{m_title, m_preset,  m_width, m_height, m_scale,
                             m_theme, m_palette, m_part,  m_rows,   m_style};
  if (m_source.runs.size() > 1) {
    fields.push_back(m_order);
  } else {
    m_order->setParent(this);
    m_order->hide();
  }
  m_grid->setFields(fields);
  connect(m_preset, &Field::edited, this, &FigureForm::presetChosen);
  connect(m_width, &Field::edited, this, &FigureForm::sizeTyped);
  connect(m_height, &Field::edited, this, &FigureForm::sizeTyped);
  for (Field* field :
       std::initializer_list<Field*>{m_title, m_scale, m_theme, m_palette, m_rows, m_style, m_part, m_order}) {
    connect(field, &Field::edited, this, &FigureForm::changed);
  }
  connect(m_connectors, &QCheckBox::toggled, this, &FigureForm::changed);
  connect(m_gil_points, &QCheckBox::toggled, this, &FigureForm::changed);
  connect(m_transparent, &QCheckBox::toggled, this, &FigureForm::changed);
}

void FigureForm::showChoices(const ExportChoices& choices) {
  std::vector<RunSubject> subjects;
  for (const ComparedRun& run : m_source.runs) {
    subjects.push_back(run.subject);
  }
  m_title->setText(comparedTitle(subjects));
  m_width->setValue(std::int64_t{choices.size.width()});
  m_height->setValue(std::int64_t{choices.size.height()});
  m_scale->setValue(choices.scale);
  choose(*m_theme, choices.theme);
  choose(*m_palette, choices.palette);
  choose(*m_rows, m_source.rows);
  choose(*m_style, m_source.style);
  choose(*m_part, choices.part);
  choose(*m_order, choices.order);
  m_connectors->setChecked(m_source.are_connectors_shown);
  m_gil_points->setChecked(m_source.are_gil_points_shown);
  m_gil_points->setVisible(std::any_of(m_source.runs.begin(), m_source.runs.end(), [](const ComparedRun& run) {
    return run.findings->snapshot->gil_marks.size() > 0;
  }));
  m_transparent->setChecked(choices.is_transparent);
  m_preset->choose(kOther);
  m_preset->choose(sizeName(choices.size));
}

QSize FigureForm::typedSize() const {
  const auto pixels = [](const NumberField& field) {
    const auto value = field.value();
    return value ? static_cast<int>(std::get<std::int64_t>(*value)) : 0;
  };
  return {pixels(*m_width), pixels(*m_height)};
}

void FigureForm::presetChosen() {
  for (const QSize& size : kPresets) {
    if (m_preset->chosen() == sizeName(size)) {
      m_width->setValue(std::int64_t{size.width()});
      m_height->setValue(std::int64_t{size.height()});
    }
  }
  emit changed();
}

void FigureForm::sizeTyped() {
  m_preset->choose(kOther);
  m_preset->choose(sizeName(typedSize()));
  emit changed();
}

Result<Figure> FigureForm::figure() const {
  if (const QString problem = m_grid->problem(); !problem.isEmpty()) {
    return fail(ErrorCode::OutOfRange, problem.toStdString());
  }
  const ExportChoices wanted = choices();
  Figure figure;
  figure.title = m_title->text();
  for (const ComparedRun& run : m_source.runs) {
    // Alone, its name stands above the picture; beside others, above its panel.
    const bool is_alone = m_source.runs.size() == 1;
    figure.panels.push_back({is_alone ? run.subject.panelTitle(chosen<Rows>(*m_rows)) : run.subject.title(),
                             run.sentence, run.findings->snapshot});
  }
  figure.footnote = comparedProvenance(m_source.runs);
  if (!m_source.remark.isEmpty()) {
    figure.footnote = m_source.remark + '\n' + figure.footnote;
  }
  figure.order = wanted.order;
  figure.rows = chosen<Rows>(*m_rows);
  figure.style = chosen<MarkStyle>(*m_style);
  figure.connectors = m_connectors->isChecked();
  figure.gil_points = m_gil_points->isChecked();
  figure.theme = wanted.theme;
  figure.palette = wanted.palette;
  figure.transparent = wanted.is_transparent;
  figure.size = wanted.size;
  figure.scale = wanted.scale;
  if (wanted.part == FigurePart::Visible) {
    figure.viewport = m_source.visible;
  }
  return figure;
}

ExportChoices FigureForm::choices() const {
  ExportChoices choices;
  choices.size = typedSize();
  choices.scale = std::get<double>(m_scale->value().value_or(1.0));
  choices.theme = chosen<ThemeName>(*m_theme);
  choices.palette = chosen<PaletteName>(*m_palette);
  choices.is_transparent = m_transparent->isChecked();
  choices.part = chosen<FigurePart>(*m_part);
  choices.order = chosen<PanelOrder>(*m_order);
  return choices;
}

}  // namespace interleave::ui
