#pragma once

// What nearly every source of the window reads, beside the common headers.

#include "packaging/cmake/precompiled.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTimer>
#include <QWidget>
