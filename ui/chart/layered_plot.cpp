// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/layered_plot.h"

#include <QImage>
#include <functional>

#include "ui/chart/overlay_part.h"

namespace interleave::ui {
namespace {

class ImageBuffer : public QCPAbstractPaintBuffer {
 public:
  ImageBuffer(QImage::Format format, double device_scale)
      : QCPAbstractPaintBuffer(QSize(1, 1), device_scale), m_format(format) {}

  QCPPainter* startPainting() override { return new QCPPainter(&m_image); }

 protected:
  void reallocateBuffer() override {
    setInvalidated();
    m_image = QImage((QSizeF(mSize) * mDevicePixelRatio).toSize().expandedTo(QSize(1, 1)), m_format);
    m_image.setDevicePixelRatio(mDevicePixelRatio);
    m_image.fill(Qt::transparent);
  }

  QImage m_image;

 private:
  QImage::Format m_format;
};

/// What is asked for as transparent is the plot's ground.
class GroundBuffer : public ImageBuffer {
 public:
  GroundBuffer(const QBrush& ground, double device_scale)
      : ImageBuffer(QImage::Format_RGB32, device_scale), m_ground(ground) {
    reallocateBuffer();
  }

  void clear(const QColor&) override { m_image.fill(m_ground.color()); }
  void draw(QCPPainter* painter) const override { painter->drawImage(0, 0, m_image); }

 private:
  const QBrush& m_ground;
};

class InkBuffer : public ImageBuffer {
 public:
  InkBuffer(std::function<QRegion()> inked, double device_scale)
      : ImageBuffer(QImage::Format_ARGB32_Premultiplied, device_scale), m_inked_now(std::move(inked)) {
    reallocateBuffer();
  }

  // Comes before each drawing: what was drawn goes, and where the next will lie is known by now.
  void clear(const QColor&) override {
    QPainter painter(&m_image);
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    for (const QRect& rect : m_inked) {
      painter.fillRect(rect.adjusted(-1, -1, 1, 1), Qt::transparent);
    }
    m_inked = m_inked_now();
  }
  void draw(QCPPainter* painter) const override {
    for (const QRect& rect : m_inked) {
      painter->save();
      painter->setClipRect(rect, Qt::IntersectClip);
      painter->drawImage(0, 0, m_image);
      painter->restore();
    }
  }

 private:
  std::function<QRegion()> m_inked_now;
  QRegion m_inked;
};

}  // namespace

LayeredPlot::LayeredPlot(QWidget* parent) : QCustomPlot(parent) {
  // In the order of the layers: all below "overlay" share the first. The plot makes them as large as it is.
  mPaintBuffers.clear();
  mPaintBuffers.append(QSharedPointer<GroundBuffer>::create(mBackgroundBrush, mBufferDevicePixelRatio));
  mPaintBuffers.append(QSharedPointer<InkBuffer>::create([this] { return inked(); }, mBufferDevicePixelRatio));
}

QRegion LayeredPlot::inked() const {
  QRegion region;
  for (const QCPLayerable* child : layer(QStringLiteral("overlay"))->children()) {
    if (const auto* part = qobject_cast<const OverlayPart*>(child); part != nullptr && part->realVisibility()) {
      region += part->inked();
    }
  }
  return region & viewport();
}

void LayeredPlot::paintEvent(QPaintEvent*) {
  QCPPainter painter(this);
  for (const auto& buffer : mPaintBuffers) {
    buffer->draw(&painter);
  }
}

}  // namespace interleave::ui
